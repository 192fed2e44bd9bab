/** Finds the changed files of which the most changed lines have not run, for a person who tests a change. */
import { pluralize } from '../../platform/plural-forms.js';
import type { CodeChange } from './change-document.js';
import { type DefaultChangesOptions, findDefaultChanges } from './default-changes.js';
import { formatLines } from './format-changes.js';

export interface MissedChanges {
  /** Git ref that the files were compared with. */
  readonly ref: string;
  /** Files with missed lines, those with the most first. */
  readonly files: readonly CodeChange[];
}

/**
 * Returns the missed changes since the default base, or `undefined` without a Git repository or a commit. A file that differs from
 * the version that was measured is left out, because its coverage is unknown.
 *
 * @throws CovermainError of git; the reason of the signal
 */
export async function findMissedChanges(options: DefaultChangesOptions): Promise<MissedChanges | undefined> {
  const found = await findDefaultChanges(options);
  return found && { ref: found.ref, files: sortByMissed(found.changes.files) };
}

function sortByMissed(files: readonly CodeChange[]): readonly CodeChange[] {
  return files
    .filter(({ missed }) => missed.length > 0)
    .sort((one, other) => other.missed.length - one.missed.length);
}

/** Maximum number of files, and of ranges of a file, that are named. `covermain diff` names all. */
const MAXIMUM_FILES = 5;
const MAXIMUM_RANGES = 8;

/** Returns a heading and a line for each file, or nothing if all changed lines have run. */
export function formatMissedChanges({ ref, files }: MissedChanges): readonly string[] {
  if (files.length === 0) return [];
  const more = files.length - MAXIMUM_FILES;
  return [
    `Changed since ${ref} and not run:`,
    ...files.slice(0, MAXIMUM_FILES).map((file) => `  ${describeFile(file)}`),
    ...(more > 0 ? [`  and ${pluralize(more, 'more file')}: covermain diff --base ${ref}`] : []),
  ];
}

function describeFile({ path, lines, missed }: CodeChange): string {
  const changed = pluralize(lines.total, 'changed line');
  return `${path}: ${missed.length} of ${changed} not run (${formatLines(missed, MAXIMUM_RANGES)})`;
}
