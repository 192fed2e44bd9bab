/** Converts counters of a file to Istanbul coverage data, which Istanbul's reporters read. */
import { resolve } from 'node:path';
import type {
  BranchMapping,
  FileCoverageData,
  FunctionMapping,
  Range as Location,
} from 'istanbul-lib-coverage';
import {
  type BranchMeta,
  type FileMeta,
  type FunctionMeta,
  LINE_END,
  type Range,
} from '../profile/model/file-meta.js';
import { sumProbes } from '../profile/model/meta-items.js';

/** Coverage of a file, with properties that the instrumenter adds and its type does not declare. */
export interface HashedFileCoverage extends FileCoverageData {
  /** Hash of the source, or `UNKNOWN_SOURCE`. */
  hash: string;
  /** Set for a file that was never loaded, as in nyc. Merging replaces it by any other counts. */
  all?: boolean;
}

/**
 * Returns the data that istanbul-lib-instrument 6 has in `__coverage__` for the file, modelled on its
 * `source-coverage.js`. The result shares no object with `meta`, so callers may change it.
 *
 * @param counters one per probe of the meta
 * @param root absolute path that the meta's path is relative to
 * @throws RangeError if the number of counters differs from the number of probes
 */
export function toIstanbul(meta: FileMeta, counters: ArrayLike<number>, root: string): HashedFileCoverage {
  if (counters.length !== meta.probes)
    throw new RangeError(`Expected ${meta.probes} counters for ${meta.path}, got ${counters.length}.`);
  const { statements, functions } = meta;
  const branches = meta.branches.map((branch, id) => [id, branch] as const).filter(([, { arms }]) => arms[0]);
  return {
    path: resolve(root, meta.path),
    statementMap: byId(statements.map(({ range }) => toLocation(range))),
    fnMap: byId(functions.map(toFunctionMapping)),
    // The instrumenter drops branches without arms, such as `switch (x) {}`, and leaves a gap in the ids.
    branchMap: Object.fromEntries(branches.map(([id, branch]) => [id, toBranchMapping(branch)])),
    s: byId(statements.map(({ count }) => sumProbes(count, counters))),
    f: byId(functions.map(({ count }) => sumProbes(count, counters))),
    b: Object.fromEntries(
      branches.map(([id, { arms }]) => [id, arms.map(({ count }) => sumProbes(count, counters))]),
    ),
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

/**
 * Returns the location that Istanbul has for an `else` that the source does not contain. Its types do not allow it.
 */
function unwrittenLocation(): Location {
  const position = () => ({ line: undefined, column: undefined });
  return { start: position(), end: position() } as unknown as Location;
}
