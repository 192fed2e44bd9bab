/** Prints the changes of files that a command plans. */
import type { FileChange } from '../file-changes/file-change.js';
import { formatFileChanges } from '../file-changes/format-file-changes.js';
import { type Colors, NO_COLORS } from './colors.js';
import { type Print, printLines } from './print.js';

/**
 * Prints a unified diff. Without colours it is a document that `git apply` accepts.
 *
 * @param base absolute path of the directory that the paths of the diff are relative to
 */
export function printDiff(
  print: Print,
  changes: readonly FileChange[],
  base: string,
  colors: Colors = NO_COLORS,
): void {
  const lines = formatFileChanges(changes, base);
  if (lines.length === 0) return;
  if (colors.red('') === '') print(lines.join('\n'), 'document');
  else
    printLines(
      print,
      lines.map((line) => colorLine(line, colors)),
    );
}

/** Lines of the head of a file's diff. */
const HEAD = /^(?:diff --git|index|old mode|new file mode|deleted file mode|---|\+\+\+) /;

function colorLine(text: string, colors: Colors): string {
  // A terminal gets control characters as escapes, which would make indentation unreadable.
  const line = text.replace(/\r$/, '').replaceAll('\t', '    ');
  if (HEAD.test(line)) return line;
  if (line.startsWith('@@')) return colors.yellow(line);
  if (line.startsWith('+')) return colors.green(line);
  return line.startsWith('-') ? colors.red(line) : line;
}
