/** Parses Go's text format into blocks: ranges of source with a number of statements and a count. */
import { quoteText } from '../platform/escape-terminal.js';
import { MAX_COUNT } from '../profile/model/file-meta.js';
import { pathOfGoText } from './to-go-text.js';

/** Start of a file in this format. */
export const GO_TEXT_START = 'mode: ';

/** Supported modes. Merging adds counts, as goc and `go tool covdata` do; mode `set` has no counts to add. */
const MODES: readonly string[] = ['atomic', 'count'];

/** A line, as golang.org/x/tools/cover parses it: `name.go:line.column,line.column numberOfStatements count`. */
const LINE = /^(.+):((\d+)\.(\d+),(\d+)\.(\d+)) (\d+) (\d+)$/s;

/** Largest credible number of statements in one block: each takes at least a character. */
export const MAX_STATEMENTS = 100_000;

export interface GoBlock {
  readonly statements: number;
  readonly count: number;
}

/** Blocks by path, relative to the root as in `toGoText`, then by position, such as `1.2,3.4`, in the order of the text. */
export type GoBlocks = ReadonlyMap<string, ReadonlyMap<string, GoBlock>>;

/**
 * Parses a text profile. Counts of repeated blocks are added, so concatenated texts can be read.
 *
 * @throws Error whose message completes `<name of the text>: …`
 */
export function parseGoBlocks(text: string): GoBlocks {
  const [first = '', ...lines] = text.split('\n');
  const mode = first.slice(GO_TEXT_START.length);
  if (!first.startsWith(GO_TEXT_START) || !MODES.includes(mode))
    throw new Error(`expected "mode: atomic" or "mode: count" at the start, got ${quoteText(first)}`);
  if (lines.at(-1) !== '') throw new Error('the last line is incomplete: the file was truncated');
  const blocks = new Map<string, Map<string, GoBlock>>();
  for (const [index, line] of lines.slice(0, -1).entries()) {
    // Concatenated texts repeat the mode line.
    if (line !== first) addLine(blocks, line, index + 2);
  }
  return new Map([...blocks].map(([name, ofFile]) => [pathOfGoText(name), ofFile]));
}

function addLine(blocks: Map<string, Map<string, GoBlock>>, line: string, number: number): void {
  const [, name, position = '', ...digits] = LINE.exec(line) ?? [];
  const [startLine = 0, startColumn = 0, , endColumn = 0, statements = 0, count = 0] = digits.map(Number);
  const isBlock = startLine > 0 && startColumn > 0 && endColumn > 0 && statements <= MAX_STATEMENTS;
  if (name === undefined || !isBlock || !Number.isSafeInteger(count))
    throw new Error(`line ${number} is not in Go's text format: ${quoteText(line)}`);
  const ofFile = blocks.get(name) ?? new Map<string, GoBlock>();
  blocks.set(name, ofFile);
  const previous = ofFile.get(position);
  if (previous && previous.statements !== statements)
    throw new Error(
      `line ${number} has another number of statements than an earlier line with the same position`,
    );
  ofFile.set(position, { statements, count: Math.min(count + (previous?.count ?? 0), MAX_COUNT) });
}
