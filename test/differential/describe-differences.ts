/** Says of files that differ where they do: numbers for each file, and the first difference with its source text. */
import { readFileSync } from 'node:fs';
import type { Range } from 'istanbul-lib-coverage';
import { type Difference, type Entry, type FileDifferences, KINDS } from './compare.js';

/** Files that are described; the number of all is said in any case. */
const MOST = 20;
const EXCERPT = 80;

/** @param names what to call the first and the second */
export function describeDifferences(
  files: readonly FileDifferences[],
  names: readonly [first: string, second: string],
  readSource: (file: string) => string = readOrNothing,
): string {
  const described = files.slice(0, MOST).map((file) => describeFile(file, names, readSource(file.file)));
  const rest = files.length > MOST ? [`and ${files.length - MOST} more files`] : [];
  const number = files.length === 1 ? 'one file' : `${files.length} files`;
  return [`${names[0]} and ${names[1]} differ in ${number}`, ...described, ...rest].join('\n\n');
}

function describeFile(
  { file, differences, unmatched }: FileDifferences,
  names: readonly [string, string],
  source: string,
): string {
  const numbers = KINDS.map((kind) => ({
    kind,
    number: differences.filter((one) => one.kind === kind).length,
  }))
    .filter(({ number }) => number > 0)
    .map(({ kind, number }) => `${kind}: ${number} by id, ${unmatched[kind]} by location`);
  const [first] = differences;
  return [
    file,
    ...numbers.map((line) => `  ${line}`),
    ...(first ? describeFirst(first, names, source) : []),
  ].join('\n');
}

function describeFirst(
  { kind, id, first, second }: Difference,
  names: readonly [string, string],
  source: string,
): string[] {
  const range = first?.range ?? second?.range;
  const where = range ? ` at ${formatRange(range)}: ${excerpt(source, range)}` : '';
  const width = Math.max(...names.map((name) => name.length));
  const line = (name: string, entry: Entry | undefined, other: Entry | undefined) =>
    `    ${name.padEnd(width)}  ${describeEntry(entry, other)}`;
  return [
    `  first ${kind}${id && ` ${id}`}${where}`,
    line(names[0], first, second),
    line(names[1], second, first),
  ];
}

/** The count, and what the map says unless the other's says the same. */
function describeEntry(entry: Entry | undefined, other: Entry | undefined): string {
  if (!entry) return 'nothing';
  const count = `count ${JSON.stringify(entry.count) ?? 'none'}`;
  const place = JSON.stringify(entry.place);
  return place === JSON.stringify(other?.place)
    ? count
    : `${count}, ${shorten(place ?? 'not in the map', 400)}`;
}

function formatRange({ start, end }: Range): string {
  return `${start.line}:${start.column} - ${end.line}:${end.column}`;
}

/** The beginning of the text at a range, in quotes. */
function excerpt(source: string, { start, end }: Range): string {
  // Where a line's end is meant, Istanbul has Infinity, which JSON makes null.
  const lines = source.split(/\r\n|[\n\r\u2028\u2029]/).slice(start.line - 1, end.line);
  const last = lines.length - 1;
  const text = lines
    .map((line, index) =>
      line.slice(index === 0 ? start.column : 0, index === last ? (end.column ?? undefined) : undefined),
    )
    .join('\n');
  return JSON.stringify(shorten(text, EXCERPT));
}

function shorten(text: string, length: number): string {
  return text.length > length ? `${text.slice(0, length)}…` : text;
}

function readOrNothing(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    return `(${error})`; // The differences are worth telling without their text.
  }
}
