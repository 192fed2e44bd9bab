/** Counters as Istanbul's data of a file, which its reporters read. */
import { resolve } from 'node:path';
import type {
  BranchMapping,
  FileCoverageData,
  FunctionMapping,
  Range as Location,
} from 'istanbul-lib-coverage';
import {
  type BranchMeta,
  type Count,
  type FileMeta,
  type FunctionMeta,
  LINE_END,
  type Range,
} from '../profile/model/file-meta.js';

/** With what the instrumenter adds to the data that its type declares. */
export interface HashedFileCoverage extends FileCoverageData {
  /** Of the source; `UNKNOWN_SOURCE` where nobody knows it. */
  hash: string;
  /** Set on a file that was never loaded, as nyc does it: any counts take its place. */
  all?: boolean;
}

/**
 * What istanbul-lib-instrument 6 has in `__coverage__` for the file: its `source-coverage.js` is the model. Nothing of
 * it is shared with `meta`, so it may be changed.
 *
 * @param counters as many as the meta has probes
 * @param root absolute path that the meta's path is relative to
 * @throws RangeError for another number of counters
 */
export function toIstanbul(meta: FileMeta, counters: ArrayLike<number>, root: string): HashedFileCoverage {
  if (counters.length !== meta.probes)
    throw new RangeError(`${meta.path} has ${meta.probes} probes, and there are ${counters.length} counters`);
  const sum = (count: Count) => count.reduce((total, probe) => total + Number(counters[probe]), 0);
  const { statements, functions } = meta;
  const branches = meta.branches.map((branch, id) => [id, branch] as const).filter(([, { arms }]) => arms[0]);
  return {
    path: resolve(root, meta.path),
    statementMap: byId(statements.map(({ range }) => toLocation(range))),
    fnMap: byId(functions.map(toFunctionMapping)),
    // The instrumenter drops branches without arms, such as `switch (x) {}`, and leaves a gap in the ids.
    branchMap: Object.fromEntries(branches.map(([id, branch]) => [id, toBranchMapping(branch)])),
    s: byId(statements.map(({ count }) => sum(count))),
    f: byId(functions.map(({ count }) => sum(count))),
    b: Object.fromEntries(branches.map(([id, { arms }]) => [id, arms.map(({ count }) => sum(count))])),
    hash: meta.sourceHash,
  };
}

function byId<T>(items: readonly T[]): Record<string, T> {
  return Object.fromEntries(items.entries());
}

function toFunctionMapping({ name, declaration, body }: FunctionMeta): FunctionMapping {
  return { name, decl: toLocation(declaration), loc: toLocation(body), line: body[0] };
}

function toBranchMapping({ kind, range, arms }: BranchMeta): BranchMapping {
  const locations = arms.map((arm) => (arm.range ? toLocation(arm.range) : unwrittenLocation()));
  return { loc: toLocation(range), type: kind, locations, line: range[0] };
}

function toLocation([startLine, startColumn, endLine, endColumn]: Range): Location {
  return {
    start: { line: startLine, column: toColumn(startColumn) },
    end: { line: endLine, column: toColumn(endColumn) },
  };
}

function toColumn(column: number): number {
  return column === LINE_END ? Number.POSITIVE_INFINITY : column;
}

/** Where Istanbul has an `else` that is not written; its types do not know it. */
function unwrittenLocation(): Location {
  const nowhere = () => ({ line: undefined, column: undefined });
  return { start: nowhere(), end: nowhere() } as unknown as Location;
}
