/** Compares long outputs and shows only the first difference. */
import assert from 'node:assert/strict';

/** Number of lines that are shown before and after the first difference. */
const CONTEXT_LINES = 3;

/** Asserts that two outputs are equal. @throws AssertionError that shows the first different lines */
export function assertSameLines(actual: string, expected: string, message: string): void {
  if (actual === expected) return;
  const [ours, theirs] = [actual.split('\n'), expected.split('\n')];
  const differing = theirs.findIndex((line, index) => line !== ours[index]);
  const first = differing === -1 ? theirs.length : differing;
  const show = (lines: readonly string[]) =>
    lines
      .slice(Math.max(0, first - CONTEXT_LINES), first + CONTEXT_LINES)
      .map((line) => `  ${line.slice(0, 300)}`);
  assert.fail(
    [`${message}, from line ${first + 1}:`, ...show(ours), 'instead of', ...show(theirs)].join('\n'),
  );
}
