/**
 * Converts statements to blocks that never overlap. Istanbul's statements nest; the Go text format's blocks do not.
 */
import type { FileCoverageData, Range as Location } from 'istanbul-lib-coverage';

type Position = Location['start'];

/** A range of a source: lines from 1, columns from 0 in UTF-16 units, the end exclusive. */
export interface StatementBlock {
  readonly start: Position;
  readonly end: Position;
  /**
   * Ids of its statements: one, unless statements lack a column of their own. The block has the count of the first.
   */
  readonly statements: readonly [string, ...string[]];
}

interface Statement extends Location {
  readonly id: string;
}

/** A block from which columns may still be cut for other blocks. */
interface OpenBlock extends StatementBlock {
  start: Position;
  readonly statements: [string, ...string[]];
}

/**
 * Returns one block per statement: the first stretch of its range that no inner statement covers. For an `if`, this
 * is all code before its body. The same statement map gives the same blocks, whatever the counts are.
 *
 * Maps from the engines need no more rules. For maps from other tools, these rules keep every statement:
 *
 * - A statement that inner ones cover, or that has the range of another, takes the first column of the block that
 *   starts where it starts, and keeps its own count.
 * - If that block has no second column, the statement joins the block and gets its count.
 * - If two statements overlap and neither contains the other, the later one counts as the inner one.
 * - A range that ends at its start or before is treated as one column wide.
 *
 * @returns blocks sorted by position
 */
export function toStatementBlocks(statementMap: FileCoverageData['statementMap']): readonly StatementBlock[] {
  const statements = Object.entries(statementMap).map(toStatement).sort(outerFirst);
  const blocks: StatementBlock[] = [];
  const covered: Location[] = [];
  let innermost: OpenBlock | undefined;
  // Backwards, so that of several statements with the same start the innermost comes first. No other statement inside it
  // starts there, so its block does, and the outer statements can cut columns from that block.
  for (let index = statements.length - 1; index >= 0; index--) {
    const { id, start, end } = statements[index] as Statement;
    const stretch = findFirstGap(covered, start, end);
    cover(covered, start, end);
    if (stretch) {
      const block: OpenBlock = { ...stretch, statements: [id] };
      blocks.push(block);
      if (compare(stretch.start, start) === 0) innermost = block;
    } else if (innermost) {
      const cut = cutFrom(innermost, id);
      if (cut) blocks.push(cut);
    }
  }
  return blocks.sort((one, other) => compare(one.start, other.start));
}

function toStatement([id, { start, end }]: readonly [string, Location]): Statement {
  return { id, start, end: compare(start, end) < 0 ? normalize(end) : nextColumn(start) };
}

/** Replaces an unknown column at the end of a line by the start of the next line. */
function normalize({ line, column }: Position): Position {
  return Number.isFinite(column) ? { line, column } : { line: line + 1, column: 0 };
}

/** Sorts outer statements first. Of equal ranges, the one with the lower id is the outer one. */
function outerFirst(one: Statement, other: Statement): number {
  return compare(one.start, other.start) || compare(other.end, one.end);
}

/**
 * Returns the first part of a range that is not covered.
 *
 * @param covered separate ranges, the first one last; none starts before the range
 */
function findFirstGap(covered: readonly Location[], start: Position, end: Position): Location | undefined {
  const first = covered.at(-1);
  if (!first || compare(start, first.start) < 0) return { start, end: earlier(end, first?.start) };
  if (compare(first.end, end) >= 0) return undefined;
  return { start: first.end, end: earlier(end, covered.at(-2)?.start) };
}

/** Adds a range that starts before all others or where the first one starts. Each range is added and removed once. */
function cover(covered: Location[], start: Position, end: Position): void {
  let last = end;
  for (let next = covered.at(-1); next && compare(next.start, last) <= 0; next = covered.at(-1)) {
    if (compare(last, next.end) < 0) last = next.end;
    covered.pop();
  }
  covered.push({ start, end: last });
}

function earlier(one: Position, other: Position | undefined): Position {
  return other && compare(other, one) < 0 ? other : one;
}

/**
 * Cuts the first column off a block as a block of its own, or adds the statement to the block and returns
 * `undefined`.
 */
function cutFrom(block: OpenBlock, id: string): OpenBlock | undefined {
  const { start } = block;
  const rest = nextColumn(start);
  if (compare(rest, block.end) < 0) {
    block.start = rest;
    return { start, end: rest, statements: [id] };
  }
  block.statements.push(id);
  return undefined;
}

function nextColumn({ line, column }: Position): Position {
  return { line, column: column + 1 };
}

function compare(one: Position, other: Position): number {
  return one.line - other.line || one.column - other.column;
}
