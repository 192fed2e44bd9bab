/** Long outputs, of which only the place where they part is worth reading. */
import assert from 'node:assert/strict';

const AROUND = 3;

/** @throws AssertionError that shows the first lines that differ, and those before */
export function assertSameLines(actual: string, expected: string, message: string): void {
  if (actual === expected) return;
  const [ours, theirs] = [actual.split('\n'), expected.split('\n')];
  const at = theirs.findIndex((line, index) => line !== ours[index]);
  const first = at === -1 ? theirs.length : at;
  const show = (lines: readonly string[]) =>
    lines.slice(Math.max(0, first - AROUND), first + AROUND).map((line) => `  ${line.slice(0, 300)}`);
  assert.fail(
    [`${message}, from line ${first + 1}:`, ...show(ours), 'instead of', ...show(theirs)].join('\n'),
  );
}
