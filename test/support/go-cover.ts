/**
 * Parses Go's text format at least as strictly as `ParseProfiles` of golang.org/x/tools/cover, and computes the results
 * of `go tool cover -func` and `go test -cover` from it.
 */
import assert from 'node:assert/strict';

export interface GoBlock {
  readonly startLine: number;
  readonly startCol: number;
  readonly endLine: number;
  readonly endCol: number;
  readonly numStmt: number;
  readonly count: number;
}

export interface GoProfile {
  readonly fileName: string;
  readonly mode: string;
  readonly blocks: readonly GoBlock[];
}

const MODES = ['mode: set', 'mode: count', 'mode: atomic'];

/**
 * A line, as documented for `cover.ParseProfilesFromReader`:
 * name.go:line.column,line.column numberOfStatements count
 */
const LINE = /^(.+):([0-9]+)\.([0-9]+),([0-9]+)\.([0-9]+) ([0-9]+) ([0-9]+)$/;

/**
 * Parses a text.
 *
 * @throws AssertionError for all that Go rejects, and for disorder, overlaps and a missing last line end, which Go
 * accepts
 */
export function parseGoProfiles(text: string): readonly GoProfile[] {
  const [first = '', ...lines] = text.split('\n');
  assert.ok(MODES.includes(first), `bad mode line: ${first}`);
  assert.equal(lines.pop(), '', 'the last line has no end');
  const profiles = new Map<string, GoBlock[]>();
  for (const line of lines) {
    assert.ok(!line.startsWith('mode: '), `a second mode line: ${line}`);
    const [, fileName = '', ...digits] = LINE.exec(line) ?? assert.fail(`line does not match: ${line}`);
    const [startLine = 0, startCol = 0, endLine = 0, endCol = 0, numStmt = 0, count = 0] = digits.map(toInt);
    profiles.set(fileName, [
      ...(profiles.get(fileName) ?? []),
      { startLine, startCol, endLine, endCol, numStmt, count },
    ]);
  }
  for (const [fileName, blocks] of profiles) assertSideBySide(fileName, blocks);
  assert.deepEqual([...profiles.keys()], [...profiles.keys()].sort(), 'files are not sorted');
  return [...profiles].map(([fileName, blocks]) => ({
    fileName,
    mode: first.slice('mode: '.length),
    blocks,
  }));
}

/** A range that `go tool cover -func` sums up. */
export interface GoFunction {
  readonly startLine: number;
  readonly startCol: number;
  readonly endLine: number;
  readonly endCol: number;
}

/**
 * Returns coverage as `FuncExtent.coverage` of Go's `cmd/cover` does: of all blocks that touch the function. Go's
 * blocks end at functions.
 */
export function goFunctionCoverage(
  { startLine, startCol, endLine, endCol }: GoFunction,
  { blocks }: GoProfile,
): CoveredOf {
  return sum(
    blocks.filter(
      (block) =>
        isBefore(block.startLine, block.startCol, endLine, endCol) &&
        isBefore(startLine, startCol, block.endLine, block.endCol),
    ),
  );
}

/**
 * Returns coverage of blocks that start in the function, because statements in JavaScript continue after inner
 * functions.
 */
export function coverageByStart(
  { startLine, startCol, endLine, endCol }: GoFunction,
  { blocks }: GoProfile,
): CoveredOf {
  return sum(
    blocks.filter(
      (block) =>
        isBefore(block.startLine, block.startCol, endLine, endCol) &&
        !isBefore(block.startLine, block.startCol, startLine, startCol),
    ),
  );
}

/** Returns coverage of whole files, as `go test -cover` does. */
export function goCoverage(profiles: readonly GoProfile[]): CoveredOf {
  return sum(profiles.flatMap(({ blocks }) => blocks));
}

type CoveredOf = readonly [covered: number, total: number];

function sum(blocks: readonly GoBlock[]): CoveredOf {
  const statements = (some: readonly GoBlock[]) => some.reduce((total, { numStmt }) => total + numStmt, 0);
  return [statements(blocks.filter(({ count }) => count > 0)), statements(blocks)];
}

/** Parses an integer as `strconv.Atoi` does, which rejects integers above 64 bits. */
function toInt(digits: string): number {
  assert.ok(BigInt(digits) < 2n ** 63n, `value out of range: ${digits}`);
  return Number(digits);
}

function assertSideBySide(fileName: string, blocks: readonly GoBlock[]): void {
  for (const [index, block] of blocks.entries()) {
    const before = blocks[index - 1];
    assert.ok(block.startLine > 0 && block.startCol > 0, `${fileName} has a block at line or column 0`);
    assert.ok(
      isBefore(block.startLine, block.startCol, block.endLine, block.endCol),
      `${fileName}: an empty block`,
    );
    assert.ok(
      !before || !isBefore(block.startLine, block.startCol, before.endLine, before.endCol),
      `${fileName}: blocks overlap or are not sorted at ${block.startLine}.${block.startCol}`,
    );
  }
}

function isBefore(line: number, column: number, otherLine: number, otherColumn: number): boolean {
  return line < otherLine || (line === otherLine && column < otherColumn);
}
