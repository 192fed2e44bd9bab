/**
 * Replaces how Istanbul's HTML reporters insert marks into a line of source. Istanbul copies the line for each mark, so that
 * 20,000 missed statements on one line, as minified code has them, took 20 seconds.
 */
import { createRequire } from 'node:module';

/** A line of source, as `istanbul-reports` describes it. */
interface InsertionText {
  text: string;
  readonly origLength: number;
  /** Columns of the first and last characters that are no white space. */
  readonly startPos: number;
  readonly endPos: number;
  readonly consumeBlanks: boolean | undefined;
}

/** Marks at a column. */
interface Marks {
  /** In reverse order: each is inserted before the others. */
  readonly before: string[];
  readonly after: string[];
}

const require = createRequire(import.meta.url);

const marksOfLines = new WeakMap<InsertionText, Map<number, Marks>>();

/** Makes Istanbul's HTML reporters of this process take time that grows with the number of marks. The pages stay the same. */
export function insertMarksOnce(): void {
  const { prototype } = require('istanbul-reports/lib/html/insertion-text') as { prototype: object };
  Object.assign(prototype, { insertAt, toString: toMarkedText });
}

/** Adds a mark. Columns outside of the line, or in white space around its code, mean the start or the end of the line. */
function insertAt(
  this: InsertionText,
  column: number,
  mark: string,
  isBefore: boolean,
  consumeBlanks = this.consumeBlanks,
): InsertionText {
  let at = Math.max(0, Math.min(column, this.origLength)) || 0;
  if (consumeBlanks && at <= this.startPos) at = 0;
  if (consumeBlanks && at > this.endPos) at = this.origLength;
  const marks = marksOfLines.get(this) ?? new Map<number, Marks>();
  marksOfLines.set(this, marks);
  const { before, after } = marks.get(at) ?? { before: [], after: [] };
  marks.set(at, { before, after });
  (isBefore ? before : after).push(mark);
  return this;
}

/** Returns the line with its marks. */
function toMarkedText(this: InsertionText): string {
  const marks = [...(marksOfLines.get(this) ?? [])].sort(([one], [other]) => one - other);
  let end = 0;
  const texts = marks.flatMap(([column, { before, after }]) => {
    const text = this.text.slice(end, column);
    end = column;
    return [text, ...before.toReversed(), ...after];
  });
  return [...texts, this.text.slice(end)].join('');
}
