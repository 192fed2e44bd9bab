/** Describes differences between coverages: their numbers for each file, and the first one with its source text. */
import { readFileSync } from 'node:fs';
import type { Range } from 'istanbul-lib-coverage';
import { type Difference, type Entry, type FileDifferences, KINDS } from './compare.js';

/** Maximum number of files that are described. */
const MAX_FILES = 20;
/** Maximum length of a source excerpt, in UTF-16 units. */
const MAX_EXCERPT = 80;

/** Returns a description of several lines. @param names of the first and the second coverage */
export function describeDifferences(
  files: readonly FileDifferences[],
  names: readonly [first: string, second: string],
  readSource: (file: string) => string = readOrExplain,
): string {
  const described = files.slice(0, MAX_FILES).map((file) => describeFile(file, names, readSource(file.file)));
  const rest = files.length > MAX_FILES ? [`and ${files.length - MAX_FILES} more files`] : [];
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
    number: differences.filter((difference) => difference.kind === kind).length,
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

/** Describes the count of an entry, and its map value if that differs from the other one. */
function describeEntry(entry: Entry | undefined, other: Entry | undefined): string {
  if (!entry) return 'nothing';
  const count = `count ${JSON.stringify(entry.count) ?? 'none'}`;
  const mapValue = JSON.stringify(entry.mapValue);
  return mapValue === JSON.stringify(other?.mapValue)
    ? count
    : `${count}, ${shorten(mapValue ?? 'not in the map', 400)}`;
}

function formatRange({ start, end }: Range): string {
  return `${start.line}:${start.column} - ${end.line}:${end.column}`;
}

/** Returns the start of the text at a range, in quotes. */
function excerpt(source: string, { start, end }: Range): string {
  // Istanbul uses Infinity for the end of a line, which JSON turns into null.
  const lines = source.split(/\r\n|[\n\r\u2028\u2029]/).slice(start.line - 1, end.line);
  const last = lines.length - 1;
  const text = lines
    .map((line, index) =>
      line.slice(index === 0 ? start.column : 0, index === last ? (end.column ?? undefined) : undefined),
    )
    .join('\n');
  return JSON.stringify(shorten(text, MAX_EXCERPT));
}

function shorten(text: string, length: number): string {
  return text.length > length ? `${text.slice(0, length)}…` : text;
}

function readOrExplain(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    return `(${error})`; // the differences are useful without the source text
  }
}
