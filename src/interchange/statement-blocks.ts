/** Statements as blocks that never overlap: Istanbul's lie one within another, the Go text format's side by side. */
import type { FileCoverageData, Range as Location } from 'istanbul-lib-coverage';

type Position = Location['start'];

/** Lines from 1, columns from 0 in UTF-16 units, the end exclusive. */
export interface StatementBlock {
  readonly start: Position;
  readonly end: Position;
  /** Ids: one, unless there was no room for a block each. The block counts what the first counts. */
  readonly statements: readonly [string, ...string[]];
}

interface Statement extends Location {
  readonly id: string;
}

/** A block that others may yet be cut from. */
interface OpenBlock extends StatementBlock {
  start: Position;
  readonly statements: [string, ...string[]];
}

/**
 * A statement's block is the first stretch of its range that no inner statement covers: of an `if`, all before its
 * body. The same map gives the same blocks, whatever was counted.
 *
 * That is all there is to say of the maps that engines make. Of any other, no statement is lost either:
 *
 * - one that inner ones cover, or that has the range of another, gets the first column of the block that begins where
 *   it begins, and keeps its own count;
 * - where that block has no other column, the statement joins it, and is counted as it is;
 * - of two that overlap without one being in the other, the later one is taken for the inner one;
 * - a range that ends where it begins, or before, is taken for one of one column.
 *
 * @returns by position
 */
export function toStatementBlocks(statementMap: FileCoverageData['statementMap']): readonly StatementBlock[] {
  const statements = Object.entries(statementMap).map(toStatement).sort(outerFirst);
  const blocks: StatementBlock[] = [];
  let innermost: OpenBlock | undefined;
  // Backwards: of statements that begin at one place, the innermost is then the first. Nothing inside it begins there,
  // so its block does, and is there to be cut by the others.
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
  return { id, start, end: compare(start, end) < 0 ? placeOf(end) : behind(start) };
}

/** The end of a line, wherever that is, is where the next one begins. */
function placeOf({ line, column }: Position): Position {
  return Number.isFinite(column) ? { line, column } : { line: line + 1, column: 0 };
}

/** Of equal ranges the one of the lower id is the outer one. */
function outerFirst(one: Statement, other: Statement): number {
  return compare(one.start, other.start) || compare(other.end, one.end);
}

/** The first part of a statement's range that none of those behind it in the order covers. */
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

/** The first column of a block as one of its own, or `undefined` where the statement had to join it. */
function cutFrom(block: OpenBlock, id: string): OpenBlock | undefined {
  const { start } = block;
  const rest = behind(start);
  if (compare(rest, block.end) < 0) {
    block.start = rest;
    return { start, end: rest, statements: [id] };
  }
  block.statements.push(id);
  return undefined;
}

function behind({ line, column }: Position): Position {
  return { line, column: column + 1 };
}

function compare(one: Position, other: Position): number {
  return one.line - other.line || one.column - other.column;
}
