/** Go's text format read back: the statements of files, and how often they ran. It knows no functions and no branches. */
import type { FileCoverageData } from 'istanbul-lib-coverage';

/** How the format begins. */
export const GO_TEXT_START = 'mode: ';

/** By adding, as goc and `go tool covdata` merge them; `set` does not tell how often. */
const MODES: readonly string[] = ['atomic', 'count'];

/** Of golang.org/x/tools/cover: `name.go:line.column,line.column numberOfStatements count`. */
const LINE = /^(.+):(\d+)\.(\d+),(\d+)\.(\d+) (\d+) (\d+)$/;

/** Above, a block cannot be what it says: each of its statements takes a character. */
const MAX_STATEMENTS = 100_000;

/**
 * A block is as many statements as it says, all at its place. Blocks that come again, as in texts that were put one behind
 * another, are added.
 *
 * @returns files by their paths, as `toGoText` has them: relative to the root
 * @throws Error with a reason to go behind the name of the text
 */
export function fromGoText(text: string): ReadonlyMap<string, FileCoverageData> {
  const [first = '', ...lines] = text.split('\n');
  const mode = first.slice(GO_TEXT_START.length);
  if (!first.startsWith(GO_TEXT_START) || !MODES.includes(mode))
    throw new Error(
      `expected it to begin with "mode: atomic" or "mode: count", and it begins with ${JSON.stringify(first)}`,
    );
  if (lines.at(-1) !== '') throw new Error('its last line has no end: it was cut short');
  const blocks = new Map<string, Map<string, Block>>();
  for (const [index, line] of lines.slice(0, -1).entries()) {
    // Texts that were put one behind another begin again.
    if (line !== first) addLine(blocks, line, index + 2);
  }
  requirePossible(blocks, text.length);
  return new Map([...blocks].map(([path, ofFile]) => [path, toCoverage(path, [...ofFile.values()])]));
}

/** Lines of a text have fewer statements each than characters, but for a few: many of those would fill the memory. */
function requirePossible(blocks: ReadonlyMap<string, ReadonlyMap<string, Block>>, size: number): void {
  let total = 0;
  for (const ofFile of blocks.values()) for (const { statements } of ofFile.values()) total += statements;
  if (total > size + MAX_STATEMENTS)
    throw new Error(`its lines tell of ${total} statements, and no code has so many in so few blocks`);
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
    throw new Error(`its line ${number} is none of Go's text format: ${JSON.stringify(line)}`);
  const ofFile = blocks.get(toPath(name)) ?? new Map<string, Block>();
  blocks.set(toPath(name), ofFile);
  const place = digits.slice(0, 4).join();
  const before = ofFile.get(place);
  if (before && before.statements !== statements)
    throw new Error(`its line ${number} has another number of statements than a line before, at one place`);
  ofFile.set(place, {
    range: {
      start: { line: startLine, column: startColumn - 1 },
      end: { line: endLine, column: endColumn - 1 },
    },
    statements,
    count: count + (before?.count ?? 0),
  });
}

/** The path that `toGoText` wrote. */
function toPath(name: string): string {
  return name.replace(/%(?:0A|0D|25)/g, decodeURIComponent);
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
