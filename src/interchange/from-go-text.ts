/** Parses Go's text format: statements of files and their counts. The format has no functions and no branches. */
import type { FileCoverageData } from 'istanbul-lib-coverage';
import { quoteText } from '../platform/escape-terminal.js';
import { MAX_COUNT } from '../profile/model/file-meta.js';
import { pathOfGoText } from './to-go-text.js';

/** Start of a file in this format. */
export const GO_TEXT_START = 'mode: ';

/** Supported modes. Merging adds counts, as goc and `go tool covdata` do; mode `set` has no counts to add. */
const MODES: readonly string[] = ['atomic', 'count'];

/** A line, as golang.org/x/tools/cover parses it: `name.go:line.column,line.column numberOfStatements count`. */
const LINE = /^(.+):(\d+)\.(\d+),(\d+)\.(\d+) (\d+) (\d+)$/s;

/** Largest credible number of statements in one block: each takes at least a character. */
const MAX_STATEMENTS = 100_000;

/**
 * Parses a text profile. A block becomes as many statements as it declares, all with the block's range. Counts of
 * repeated blocks are added, so concatenated texts can be read.
 *
 * @returns coverage by path, relative to the root as in `toGoText`
 * @throws Error whose message completes `<name of the text>: …`
 */
export function fromGoText(text: string): ReadonlyMap<string, FileCoverageData> {
  const [first = '', ...lines] = text.split('\n');
  const mode = first.slice(GO_TEXT_START.length);
  if (!first.startsWith(GO_TEXT_START) || !MODES.includes(mode))
    throw new Error(`expected "mode: atomic" or "mode: count" at the start, got ${quoteText(first)}`);
  if (lines.at(-1) !== '') throw new Error('the last line is incomplete: the file was truncated');
  const blocks = new Map<string, Map<string, Block>>();
  for (const [index, line] of lines.slice(0, -1).entries()) {
    // Concatenated texts repeat the mode line.
    if (line !== first) addLine(blocks, line, index + 2);
  }
  requirePlausible(blocks, text.length);
  return new Map([...blocks].map(([path, ofFile]) => [path, toCoverage(path, [...ofFile.values()])]));
}

/** Rejects texts that declare far more statements than they have characters, because these would exhaust memory. */
function requirePlausible(blocks: ReadonlyMap<string, ReadonlyMap<string, Block>>, size: number): void {
  let total = 0;
  for (const ofFile of blocks.values()) for (const { statements } of ofFile.values()) total += statements;
  if (total > size + MAX_STATEMENTS)
    throw new Error(`${total} statements are too many for a file of this size`);
}

interface Block {
  readonly range: FileCoverageData['statementMap'][string];
  readonly statements: number;
  readonly count: number;
}

function addLine(blocks: Map<string, Map<string, Block>>, line: string, number: number): void {
  const [, name, ...digits] = LINE.exec(line) ?? [];
  const [startLine = 0, startColumn = 0, endLine = 0, endColumn = 0, statements = 0, count = 0] =
    digits.map(Number);
  const isBlock = startLine > 0 && startColumn > 0 && endColumn > 0 && statements <= MAX_STATEMENTS;
  if (name === undefined || !isBlock || !Number.isSafeInteger(count))
    throw new Error(`line ${number} is not in Go's text format: ${quoteText(line)}`);
  const path = pathOfGoText(name);
  const ofFile = blocks.get(path) ?? new Map<string, Block>();
  blocks.set(path, ofFile);
  const position = digits.slice(0, 4).join();
  const previous = ofFile.get(position);
  if (previous && previous.statements !== statements)
    throw new Error(
      `line ${number} has another number of statements than an earlier line with the same position`,
    );
  ofFile.set(position, {
    range: {
      start: { line: startLine, column: startColumn - 1 },
      end: { line: endLine, column: endColumn - 1 },
    },
    statements,
    count: Math.min(count + (previous?.count ?? 0), MAX_COUNT),
  });
}

function toCoverage(path: string, blocks: readonly Block[]): FileCoverageData {
  const statements = blocks.flatMap(({ statements: size, ...block }) =>
    Array<Omit<Block, 'statements'>>(size).fill(block),
  );
  return {
    path,
    statementMap: Object.fromEntries(statements.map(({ range }, id) => [id, range])),
    s: Object.fromEntries(statements.map(({ count }, id) => [id, count])),
    fnMap: {},
    f: {},
    branchMap: {},
    b: {},
  };
}
