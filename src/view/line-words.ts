/** Describes the counts and missed parts of lines in words. */
import type { FileItems } from './file-items.js';
import type { MarkClass } from './item-marks.js';
import type { LineMarks } from './line-marks.js';
import type { ColumnWindow } from './line-spans.js';
import { toVisibleText } from './visible-parts.js';

/** A part of a line that did not run, or that only one session of a comparison ran. */
export interface PartNote {
  readonly text: string;
  /** Column from 0. */
  readonly column: number;
  readonly mark: MarkClass;
}

/** A mark at the start of a branch for a path that has no text of its own. */
export interface BranchBadge {
  /** One letter or number. */
  readonly text: string;
  readonly title: string;
  readonly column: number;
  readonly mark: MarkClass;
}

/** Names of the two sessions of a comparison. */
export type SessionNames = readonly [first: string, second: string];

/** Returns a count with at most four characters, such as `1.2k`. */
export function shortenCount(count: number): string {
  const units = ['', 'k', 'M', 'G', 'T', 'P'];
  let [value, unit] = [count, 0];
  while (value >= 999.5 && unit < units.length - 1) {
    value /= 1000;
    unit++;
  }
  if (!Number.isFinite(value) || value >= 999.5) return '∞';
  const digits = unit > 0 && value < 9.95 ? value.toFixed(1).replace(/\.0$/, '') : String(Math.round(value));
  return `${digits}${units[unit]}`;
}

/** Returns a count with commas between thousands. Faster than `toLocaleString`, which matters while rows scroll. */
export function groupDigits(count: number): string {
  return String(count).replace(/(?<=^\d+)(?=(\d{3})+$)/g, ',');
}

/** Returns a sentence part, such as `executed 12 times`. */
export function describeCount(count: number | undefined): string {
  if (count === undefined) return 'no statement begins here';
  if (count === 0) return 'not executed';
  return count === 1 ? 'executed once' : `executed ${groupDigits(count)} times`;
}

export interface BadgeOptions {
  readonly names: SessionNames | undefined;
  readonly shown: ColumnWindow;
  /** Most badges that are returned. */
  readonly limit: number;
}

/** Returns the badges in a part of a line, in the order of columns. */
export function badgesOf(
  items: FileItems,
  marks: LineMarks,
  line: number,
  { names, shown, limit }: BadgeOptions,
): readonly BranchBadge[] {
  const badges: BranchBadge[] = [];
  for (const index of marks.layout.beginning[line - 1] ?? []) {
    if (badges.length >= limit) break;
    const item = marks.layout.items[index];
    const mark = marks.markOf(index);
    if (!item?.hasBadge || !isShown(mark) || item.column < shown.from || item.column >= shown.to) continue;
    const isIf = items.branches[item.branch]?.kind === 'if';
    const text = isIf ? (item.arm === 0 ? 'I' : 'E') : `${item.arm + 1}`;
    badges.push({ text, title: describeItem(items, marks, index, names), column: item.column, mark });
  }
  return badges.sort((one, other) => one.column - other.column);
}

/** Describes the parts of a line that did not run, in the order of columns, at most `limit`. */
export function describeMissedParts(
  items: FileItems,
  marks: LineMarks,
  line: number,
  { names, limit }: { names: SessionNames | undefined; limit: number },
): { readonly notes: readonly PartNote[]; readonly omitted: number } {
  const found: { index: number; column: number; mark: MarkClass }[] = [];
  for (const index of marks.layout.beginning[line - 1] ?? []) {
    const [item, mark] = [marks.layout.items[index], marks.markOf(index)];
    if (!item || !isShown(mark)) continue;
    // An arm in code that was not reached is not news.
    if (item.kind === 'arm' && mark !== 'missed-branch' && mark.startsWith('missed')) continue;
    found.push({ index, column: item.column, mark });
  }
  found.sort((one, other) => one.column - other.column || one.index - other.index);
  const notes = found.slice(0, limit).map(({ index, column, mark }) => {
    return { column, mark, text: `${describeItem(items, marks, index, names)} at column ${column + 1}` };
  });
  return { notes, omitted: found.length - notes.length };
}

function isShown(mark: MarkClass | undefined): mark is MarkClass {
  return mark !== undefined && mark !== 'both';
}

function describeItem(
  items: FileItems,
  marks: LineMarks,
  index: number,
  names: SessionNames | undefined,
): string {
  const mark = marks.markOf(index);
  const item = marks.layout.items[index];
  const only = mark === 'first' ? names?.[0] : mark === 'second' ? names?.[1] : undefined;
  if (!item) return '';
  if (item.kind === 'arm') {
    const path = describeArm(items.branches[item.branch]?.kind ?? '', item.arm);
    return only === undefined ? `${path} not taken` : `${path} taken only in ${toVisibleText(only)}`;
  }
  const name = items.functions[index - items.statements.length]?.name;
  const what =
    item.kind === 'statement' ? 'statement' : `function ${toVisibleText((name ?? '').slice(0, 200))}`;
  return only === undefined ? `${what} not executed` : `${what} executed only in ${toVisibleText(only)}`;
}

/** Names an arm in the terms of its kind. */
function describeArm(kind: string, arm: number): string {
  if (kind === 'if') return arm === 0 ? '`if` path' : '`else` path';
  if (kind === 'cond-expr') return arm === 0 ? 'value for true' : 'value for false';
  if (kind === 'binary-expr') return `operand ${arm + 1}`;
  if (kind === 'switch') return `case ${arm + 1}`;
  if (kind === 'default-arg') return 'default value';
  return `branch ${arm + 1}`;
}
