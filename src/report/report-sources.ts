/** Finds the source texts that reports show. A source that is not the measured one is replaced by a sentence. */
import { existsSync } from 'node:fs';
import { type FoundSource, SOURCE_STATE_TEXT } from '../collect/source-state.js';
import type { ChangedSourceState, SourceState } from '../collect/source-states.js';
import { isBelow } from '../platform/is-below.js';
import { MAX_SOURCE_BYTES } from '../platform/regular-files.js';
import { metaPathOf } from '../profile/model/file-meta.js';
import { listFiles } from './list-files.js';

/** Sources that are not the measured ones, by absolute path. */
export type ChangedSources = ReadonlyMap<string, ChangedSourceState>;

/** Returns the files of a coverage map whose sources are not the measured ones. */
export function findChangedSources<File>(
  map: Readonly<Record<string, File>>,
  stateOf: (file: File) => SourceState,
): ChangedSources {
  const changed = new Map<string, ChangedSourceState>();
  for (const [path, file] of Object.entries(map)) {
    const state = stateOf(file);
    if (state !== 'same') changed.set(path, state);
  }
  return changed;
}

/**
 * Returns warnings about sources whose text is not shown. `noteMissing` describes missing ones.
 *
 * @param root absolute path that the warnings name sources relative to
 * @param trustedRoot absolute path of the root of the command
 */
export function noteChanged(sources: ChangedSources, root: string, trustedRoot: string): readonly string[] {
  return (['changed', 'unverified', 'unreadable'] as const).flatMap((state) => {
    const paths = [...sources].filter(([, other]) => other === state).map(([path]) => path);
    return paths.length > 0 ? [describeSources[state](listFiles(paths, root), trustedRoot)] : [];
  });
}

const describeSources: Readonly<
  Record<Exclude<ChangedSourceState, 'missing'>, (files: string, root: string) => string>
> = {
  changed: (files) =>
    `changed since they were measured: ${files}. Their numbers describe the version that ran. ` +
    'Reports do not show their text.',
  unverified: (files, root) =>
    `outside of ${root} or hidden, and measured without a hash of their text: ${files}. Reports show their numbers, but not ` +
    'their text. If they are sources of the project, name the directory that contains them with --root.',
  unreadable: (files) =>
    `not readable as files of at most ${MAX_SOURCE_BYTES / 2 ** 20} MB: ${files}. Reports show their numbers, but not their text.`,
};

/**
 * Returns a warning about files below the root that do not exist; `undefined` if there are none. Files outside of the
 * root are reported when inputs are read.
 *
 * @param root absolute path
 */
export function noteMissing(paths: readonly string[], root: string): string | undefined {
  const missing = paths.filter((path) => isBelow(root, path) && !existsSync(path));
  if (missing.length === 0) return undefined;
  return (
    `not found below ${root}: ${listFiles(missing, root)}. Their numbers are still reported. ` +
    'Name the directory of the sources with --root.'
  );
}

/**
 * Returns a function that reads the text of a file for reporters. For a source that is not the measured one the function
 * throws, because the line marks of one version do not fit the text of another.
 *
 * @param find returns the source of a file of the report, by its absolute path; `undefined` for any other path
 * @param root absolute path that messages name sources relative to
 */
export function createSourceFinder(
  find: (path: string) => FoundSource | undefined,
  root: string,
): (path: string) => string {
  return (path) => {
    const found = find(path);
    if (found === undefined)
      throw new Error(`${metaPathOf(root, path)} is not a file of the report, so its text is not shown.`);
    if (found.state === 'same') return found.text;
    throw new Error(describeChangedSource(found.state, metaPathOf(root, path)));
  };
}

function describeChangedSource(state: ChangedSourceState, path: string): string {
  return `${path} ${SOURCE_STATE_TEXT[state]}, so its text is not shown.\nThe numbers above describe the version that ran.`;
}
