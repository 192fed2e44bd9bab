/** Finds the source texts that reports show. A source that is not the measured one is replaced by a sentence. */
import { existsSync, readFileSync } from 'node:fs';
import { type ChangedSourceState, SOURCE_STATE_TEXT, type SourceState } from '../collect/source-state.js';
import { withoutByteOrderMark } from '../platform/byte-order-mark.js';
import { escapeHtml } from '../platform/escape-markup.js';
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

/** Returns a warning about sources whose text is not shown; `undefined` if there are none. @param root absolute path */
export function noteChanged(sources: ChangedSources, root: string): string | undefined {
  const paths = [...sources].filter(([, state]) => state === 'changed').map(([path]) => path);
  if (paths.length === 0) return undefined;
  return (
    `changed since they were measured: ${listFiles(paths, root)}. Their numbers describe the version that ran. ` +
    'Reports do not show their text.'
  );
}

/**
 * Returns a warning about files below the root that do not exist; `undefined` if there are none. Files outside of the
 * root are reported when inputs are read.
 *
 * @param root absolute path
 */
export function noteMissing(paths: readonly string[], root: string): string | undefined {
  const isBelow = (path: string) => !metaPathOf(root, path).startsWith('../');
  const missing = paths.filter((path) => isBelow(path) && !existsSync(path));
  if (missing.length === 0) return undefined;
  return (
    `not found below ${root}: ${listFiles(missing, root)}. Their numbers are still reported. ` +
    'Name the directory of the sources with --root.'
  );
}

/**
 * Returns a function that reads the text of a file for reporters. For a source that is not the measured one the function
 * throws, because the line marks of one version do not fit the text of another.
 */
export function createSourceFinder(changed: ChangedSources, root: string): (path: string) => string {
  return (path) => {
    const state = changed.get(path);
    if (state !== undefined) throw new HtmlSentence(describeChangedSource(state, metaPathOf(root, path)));
    return withoutByteOrderMark(readFileSync(path, 'utf8'));
  };
}

function describeChangedSource(state: ChangedSourceState, path: string): string {
  return `${path} ${SOURCE_STATE_TEXT[state]}, so its text is not shown.\nThe numbers above describe the version that ran.`;
}

/**
 * Istanbul's HTML reporter renders the message and the stack of an error as source lines, without escaping them. So this
 * error escapes its message, has no stack, and hides line numbers and syntax colours.
 */
class HtmlSentence extends Error {
  constructor(sentence: string) {
    const style = '<style class="nocode">.line-count, .line-coverage { visibility: hidden }</style>';
    super(`${style}<span class="nocode">${escapeHtml(sentence)}</span>`);
    this.stack = '';
  }
}
