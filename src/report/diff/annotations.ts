/** Marks missed changed lines in the diff of a pull request on GitHub. */
import { formatWorkflowCommand } from '../../platform/workflow-command.js';
import { joinLines, type LineRange } from '../../view/line-ranges.js';
import type { ChangeCoverage, CodeChange } from './change-document.js';

/** GitHub shows this many warnings of a step, and drops the others. */
export const MAXIMUM_ANNOTATIONS = 10;

/** Consecutive missed lines of a file. */
export interface MissedRange extends LineRange {
  readonly file: CodeChange;
}

/** Returns the ranges of missed lines, the largest first. Ranges of one size are in the order of files and lines. */
export function findMissedRanges({ files }: ChangeCoverage): readonly MissedRange[] {
  return files
    .flatMap((file) => joinLines(file.missed).map((range) => ({ ...range, file })))
    .sort((one, other) => sizeOf(other) - sizeOf(one));
}

/**
 * Returns the workflow command that marks a range.
 *
 * @param toRepositoryPath returns the path of a file from the top of its repository, with `/` as separator
 */
export function toAnnotation(range: MissedRange, toRepositoryPath: (path: string) => string): string {
  const { first, last, file } = range;
  const isSingle = first === last;
  const subject = isSingle ? `Line ${first} was` : `Lines ${first}-${last} were`;
  const reason = file.isMeasured ? '' : ': no profile contains this file';
  return formatWorkflowCommand(
    'warning',
    {
      file: toRepositoryPath(file.path),
      line: first,
      endLine: last,
      title: isSingle ? 'Changed line not covered' : 'Changed lines not covered',
    },
    `${subject} not executed${reason}.`,
  );
}

function sizeOf({ first, last }: LineRange): number {
  return last - first;
}
