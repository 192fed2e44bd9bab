/** Compares the counts of compiled code with those of its source. */
import assert from 'node:assert/strict';
import { createRequire } from 'node:module';
import { type TransformOptions, transformSync } from 'esbuild';
import type { FileCoverageData, Range } from 'istanbul-lib-coverage';
import type typescript from 'typescript-js';
import { createInstrument } from '../../src/instrument/index.js';
import type { SourceMap } from '../../src/source-maps/source-map.js';
import { instrumentWith, OPTIONS } from './engines.js';
import { runInRealm } from './run-in-realm.js';

const require = createRequire(import.meta.url);

export interface CompiledText {
  readonly code: string;
  readonly map: SourceMap;
}

/** Compiles a script with TypeScript. @param target name of a language version, such as `ES2019` */
export function tsc(source: string, target: keyof typeof typescript.ScriptTarget): CompiledText {
  const { transpileModule, ScriptTarget, ModuleKind } = require('typescript-js') as typeof typescript;
  const compilerOptions = { target: ScriptTarget[target], module: ModuleKind.None, sourceMap: true };
  const compiled = transpileModule(source, { fileName: 'a.js', compilerOptions });
  return withSource(source, compiled.outputText, compiled.sourceMapText ?? '');
}

/** Compiles a script with esbuild. */
export function esbuild(source: string, options: TransformOptions): CompiledText {
  const { code, map } = transformSync(source, { sourcemap: 'external', ...options });
  return withSource(source, code, map);
}

function withSource(source: string, code: string, json: string): CompiledText {
  const map = JSON.parse(json) as SourceMap;
  return { code, map: { ...map, sources: ['a.js'], sourcesContent: [source] } };
}

/** Counts by the text of each item: `return 1`, `function f`, `if (a) b; [0]`. */
export type CountsByText = Readonly<Record<string, number>>;

/** Returns the counts of a source that ran itself. */
export async function countsOfSource(source: string): Promise<CountsByText> {
  const { counts, error } = runInRealm(instrumentWith('probe', source));
  assert.equal(error, undefined);
  await finishJobs();
  return countsByText(counts(), source);
}

/** Returns the counts of a source that ran compiled. Asserts that each of them is the count of the source itself. */
export async function trueCounts(source: string, { code, map }: CompiledText): Promise<CountsByText> {
  const instrumented = createInstrument('probe', OPTIONS)(code, '/app/out.js', map, () => true);
  const { counts, error } = runInRealm(instrumented);
  assert.equal(error, undefined);
  await finishJobs();
  const found = countsByText(counts(), source);
  const expected = await countsOfSource(source);
  for (const [text, count] of Object.entries(found))
    assert.equal(count, expected[text], `${text} in\n${code}`);
  return found;
}

/** Waits until all pending promise jobs have run. */
function finishJobs(): Promise<void> {
  return new Promise((resolve) => setImmediate(resolve));
}

function countsByText(
  { statementMap, s, fnMap, f, branchMap, b }: FileCoverageData,
  source: string,
): CountsByText {
  const lines = source.split('\n');
  const textOf = ({ start, end }: Range) => {
    const [first = '', ...more] = lines.slice(start.line - 1, end.line);
    const last = more.pop();
    return last === undefined
      ? first.slice(start.column, end.column)
      : [first.slice(start.column), ...more, last.slice(0, end.column)].join('\n');
  };
  return Object.fromEntries([
    ...Object.entries(statementMap).map(([id, range]) => [textOf(range), s[id] ?? 0]),
    ...Object.values(fnMap).map(({ name }, id) => [`function ${name}`, f[id] ?? 0]),
    ...Object.entries(branchMap).flatMap(([id, { loc }]) =>
      (b[id] ?? []).map((count, arm) => [`${textOf(loc)} [${arm}]`, count]),
    ),
  ]);
}
