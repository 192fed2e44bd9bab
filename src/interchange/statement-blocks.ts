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
  let innermost: OpenBlock | undefined;
  // Backwards, so that of several statements with the same start the innermost comes first. No other statement inside it
  // starts there, so its block does, and the outer statements can cut columns from that block.
  for (let index = statements.length - 1; index >= 0; index--) {
    const { id, start } = statements[index] as Statement;
    const stretch = firstStretch(statements, index);
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

/** Returns the first part of a statement's range that no later statement in the order covers. */
function firstStretch(statements: readonly Statement[], index: number): Location | undefined {
  let { start, end } = statements[index] as Statement;
  for (let next = index + 1; next < statements.length; next++) {
    const inner = statements[next] as Statement;
    if (compare(start, inner.start) < 0)
      return { start, end: compare(inner.start, end) < 0 ? inner.start : end };
    if (compare(start, inner.end) < 0) start = inner.end;
    if (compare(start, end) >= 0) return undefined;
  }
  return { start, end };
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
