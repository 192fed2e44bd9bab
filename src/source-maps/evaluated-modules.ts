/**
 * Finds the modules that a bundle evaluates from strings, as webpack's `devtool: 'eval-source-map'` writes them:
 * `eval("…\n//# sourceURL=webpack-internal:///./src/main.js\n")`. Each has its own source map.
 */
import type { CallExpression, Comment, Node, StringLiteral } from 'oxc-parser';
import { loadParser } from '../platform/load-parser.js';
import { findEvaluatedMapUrl } from './map-comment.js';
import { originalFiles } from './original-files.js';
import { parseText } from './parse-text.js';

export interface EvaluatedModule {
  /** Offsets of the string literal in the text of the bundle. */
  readonly start: number;
  readonly end: number;
  /** Value of the string. */
  readonly code: string;
  /** URL of its source map. */
  readonly mapUrl: string | undefined;
  /** Absolute path of the file that the module was made from, by its name; `undefined` if it names no file. */
  readonly source: string | undefined;
}

/** Matches the comment in which evaluated code names itself. */
const SOURCE_URL = /^[@#]\s*sourceURL=(\S+)/;

/**
 * Returns the modules that a file evaluates, in the order of the text.
 *
 * @param file absolute path
 * @param root absolute path of the project
 */
export function findEvaluatedModules(source: string, file: string, root: string): readonly EvaluatedModule[] {
  if (!/\beval\(/.test(source) || !/\/[/*][#@]\s*source(?:Mapping)?URL=/.test(source)) return [];
  const parsed = parseText(source, file);
  if (!parsed) return [];
  const modules: EvaluatedModule[] = [];
  for (const call of callsIn(parsed.program)) {
    const literal = evaluatedString(call);
    const module = literal && describeModule(literal, file, root);
    if (module) modules.push(module);
  }
  return modules.sort((a, b) => a.start - b.start);
}

/** Returns all calls of a program, in no particular order. */
function* callsIn(program: Node): Generator<CallExpression> {
  const { visitorKeys } = loadParser();
  const pending: Node[] = [program];
  for (let node = pending.pop(); node; node = pending.pop()) {
    if (node.type === 'CallExpression') yield node;
    const fields = node as unknown as Readonly<Record<string, Node | readonly (Node | null)[] | null>>;
    for (const key of visitorKeys[node.type] ?? []) {
      for (const child of [fields[key] ?? []].flat()) if (child) pending.push(child);
    }
  }
}

/** Returns the argument of `eval("…")`, or of webpack's `eval(__webpack_require__.ts("…"))`. */
function evaluatedString({ callee, arguments: [given] }: CallExpression): StringLiteral | undefined {
  if (callee.type !== 'Identifier' || callee.name !== 'eval' || !given) return undefined;
  const text = given.type === 'CallExpression' ? given.arguments[0] : given;
  return text?.type === 'Literal' && typeof text.value === 'string' ? (text as StringLiteral) : undefined;
}

/** @returns `undefined` for code that does not name itself, which is not a module of a bundle */
function describeModule(
  { start, end, value: code }: StringLiteral,
  file: string,
  root: string,
): EvaluatedModule | undefined {
  const { comments = [] } = parseText(code, file) ?? {};
  const name = findSourceUrl(comments);
  if (name === undefined) return undefined;
  const [source] = originalFiles(file, { sources: [name] }, root);
  return { start, end, code, mapUrl: findEvaluatedMapUrl(comments), source };
}

function findSourceUrl(comments: readonly Comment[]): string | undefined {
  return comments.map(({ value }) => SOURCE_URL.exec(value)?.[1]).findLast((url) => url !== undefined);
}
