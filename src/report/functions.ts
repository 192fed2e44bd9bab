/** Summarizes each function: how many of its statements ran, without those of functions inside it. */
import type { FileCoverageData, Range as Location } from 'istanbul-lib-coverage';
import { readMeasuredSource } from '../collect/source-state.js';
import { type InferredNames, inferNames } from '../instrument/probe/inferred-names.js';
import type { HashedFileCoverage } from '../interchange/to-istanbul.js';
import { isAnonymousName } from '../profile/model/anonymous-name.js';
import { metaPathOf } from '../profile/model/file-meta.js';
import type { Ratio } from './figures/ratio.js';
import { compareByPath } from './summary.js';

export interface FunctionSummary {
  /** Relative to the root, with `/` between directories. */
  readonly path: string;
  /** 1-based line of the declaration. */
  readonly line: number;
  /** Istanbul's name: the declared name, or `(anonymous_<id>)`. */
  readonly name: string;
  /** Number of calls. */
  readonly count: number;
  readonly statements: Ratio;
}

type Position = Location['start'];

/** A function whose statements are being counted. */
interface OpenFunction extends Location {
  readonly declared: Position;
  readonly name: string;
  readonly count: number;
  covered: number;
  total: number;
}

/** Returns the name to show for a function of a file. @param declared start of its declaration */
type NameFunction = (name: string, declared: Position) => string;

/**
 * Returns the functions of all files, in the order of paths and then of declarations.
 *
 * @param root absolute path
 * @param namesOf returns the names to show for the functions of a file @default Istanbul's names
 */
export function summarizeFunctions<File extends FileCoverageData>(
  map: Readonly<Record<string, File>>,
  root: string,
  namesOf: (file: File) => NameFunction = () => (name) => name,
): readonly FunctionSummary[] {
  const files = Object.entries(map).map(([file, coverage]) => ({ path: metaPathOf(root, file), coverage }));
  return files.sort(compareByPath).flatMap(({ path, coverage }) => {
    const nameOf = namesOf(coverage);
    return functionsOf(coverage).map(({ declared, name, count, covered, total }) => ({
      path,
      line: declared.line,
      name: nameOf(name, declared),
      count,
      statements: { covered, total },
    }));
  });
}

/**
 * Returns the names that V8 infers for functions without a name, such as `find` for `const find = () => 1`. Istanbul's name
 * stays if V8 has none, or if the measured source is not available.
 */
export function inferredNamesOf(file: HashedFileCoverage): NameFunction {
  let names: InferredNames | undefined;
  return (name, declared) => {
    if (!isAnonymousName(name)) return name;
    names ??= inferNamesOf(file);
    return names(declared) ?? name;
  };
}

function inferNamesOf(file: HashedFileCoverage): InferredNames {
  const source = readMeasuredSource(file);
  try {
    return source === undefined ? () => undefined : inferNames(source, file.path);
  } catch {
    return () => undefined; // a source in another language than its name suggests keeps Istanbul's names
  }
}

/** Returns how much of a function ran. A function without statements is covered if it was called. */
export function functionRatio({ statements, count }: FunctionSummary): Ratio {
  return statements.total > 0 ? statements : { covered: count > 0 ? 1 : 0, total: 1 };
}

function functionsOf(file: FileCoverageData): readonly OpenFunction[] {
  const functions = Object.entries(file.fnMap).map(([id, { name, decl, loc }]): OpenFunction => {
    const { start, end } = loc;
    return { start, end, name, declared: decl.start, count: file.f[id] ?? 0, covered: 0, total: 0 };
  });
  countStatements(functions.toSorted(outerFirst), file);
  return functions.sort((one, other) => comparePositions(one.declared, other.declared));
}

/** Walks through the file once, and keeps the functions that contain the current statement. */
function countStatements(functions: readonly OpenFunction[], { statementMap, s }: FileCoverageData): void {
  const statements = Object.entries(statementMap)
    .map(([id, { start, end }]) => ({ id, start, end }))
    .sort(outerFirst);
  const open: OpenFunction[] = [];
  let next = 0;
  for (const { id, start, end } of statements) {
    for (let one = functions[next]; one && comparePositions(one.start, start) <= 0; one = functions[++next]) {
      // A function and a statement may begin at the same position: an arrow function's body is inside the function, but a
      // longer statement contains it.
      if (comparePositions(one.start, start) === 0 && comparePositions(one.end, end) < 0) break;
      for (let inner = open.at(-1); inner && comparePositions(inner.end, one.start) <= 0; inner = open.at(-1))
        open.pop();
      open.push(one);
    }
    const innermost = open.findLast((one) => comparePositions(end, one.end) <= 0);
    if (!innermost) continue;
    innermost.total++;
    if ((s[id] ?? 0) > 0) innermost.covered++;
  }
}

function outerFirst(one: Location, other: Location): number {
  return comparePositions(one.start, other.start) || comparePositions(other.end, one.end);
}

function comparePositions(one: Position, other: Position): number {
  if (one.line !== other.line) return one.line - other.line;
  // The column of a line's end is Infinity, and Infinity - Infinity is not a number.
  return one.column === other.column ? 0 : one.column - other.column;
}
