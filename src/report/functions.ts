/** How much of each function ran, by the statements that are in it and in no function inside it. */
import type { FileCoverageData, Range as Location } from 'istanbul-lib-coverage';
import { metaPathOf } from '../profile/model/file-meta.js';
import type { Ratio } from './ratio.js';
import { compareByPath } from './summary.js';

export interface FunctionSummary {
  /** Relative to the root, with `/` between folders. */
  readonly path: string;
  /** Where it is declared, from 1. */
  readonly line: number;
  /** Istanbul's: the declared name, else `(anonymous_<id>)`. */
  readonly name: string;
  /** How often it was called. */
  readonly count: number;
  readonly statements: Ratio;
}

type Position = Location['start'];

/** A function while its statements are looked for. */
interface OpenFunction extends Location {
  readonly declared: Position;
  readonly name: string;
  readonly count: number;
  covered: number;
  total: number;
}

/** Those of one file after another, by path, each file's in the order of their declarations. @param root absolute path */
export function summarizeFunctions(
  map: Readonly<Record<string, FileCoverageData>>,
  root: string,
): readonly FunctionSummary[] {
  const files = Object.entries(map).map(([file, coverage]) => ({ path: metaPathOf(root, file), coverage }));
  return files.sort(compareByPath).flatMap(({ path, coverage }) =>
    functionsOf(coverage).map(({ declared, name, count, covered, total }) => ({
      path,
      line: declared.line,
      name,
      count,
      statements: { covered, total },
    })),
  );
}

/** The share of a function that ran: one without statements is covered once it was called. */
export function functionRatio({ statements, count }: FunctionSummary): Ratio {
  return statements.total > 0 ? statements : { covered: count > 0 ? 1 : 0, total: 1 };
}

function functionsOf(file: FileCoverageData): readonly OpenFunction[] {
  const functions = Object.entries(file.fnMap).map(([id, { name, decl, loc }]): OpenFunction => {
    const { start, end } = loc;
    return { start, end, name, declared: decl.start, count: file.f[id] ?? 0, covered: 0, total: 0 };
  });
  countStatements(functions.toSorted(outerFirst), file);
  return functions.sort((one, other) => compare(one.declared, other.declared));
}

/** Goes through the file from its start, and knows at each statement which functions are open. */
function countStatements(functions: readonly OpenFunction[], { statementMap, s }: FileCoverageData): void {
  const statements = Object.entries(statementMap)
    .map(([id, { start, end }]) => ({ id, start, end }))
    .sort(outerFirst);
  let open: OpenFunction[] = [];
  let next = 0;
  for (const { id, start, end } of statements) {
    for (let one = functions[next]; one && compare(one.start, start) <= 0; one = functions[++next]) {
      // An arrow's body may be the statement itself; where they begin together the statement may also be the outer one.
      if (compare(one.start, start) === 0 && compare(one.end, end) < 0) break;
      open = [...open.filter((outer) => compare(outer.end, one.start) > 0), one];
    }
    const innermost = open.findLast((one) => compare(end, one.end) <= 0);
    if (!innermost) continue;
    innermost.total++;
    if ((s[id] ?? 0) > 0) innermost.covered++;
  }
}

function outerFirst(one: Location, other: Location): number {
  return compare(one.start, other.start) || compare(other.end, one.end);
}

function compare(one: Position, other: Position): number {
  if (one.line !== other.line) return one.line - other.line;
  // The end of a line is at Infinity, and the difference of two would be no number.
  return one.column === other.column ? 0 : one.column - other.column;
}
