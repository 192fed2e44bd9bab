/** Runs programs of several modules with Node, with and without instrumentation. */
import { execFile } from 'node:child_process';
import { mkdtempSync, readFileSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { FileCoverageData } from 'istanbul-lib-coverage';
import type { Instrumented } from '../../src/instrument/index.js';
import { toIstanbul } from '../../src/interchange/to-istanbul.js';
import { decodeMeta, hashOf, metaNameOf } from '../../src/profile/format/meta-file.js';
import type { EngineName } from '../../src/settings/index.js';
import { instrumentWith } from './engines.js';

/** Sources by file name; the first file is the main file. */
export type Modules = Readonly<Record<string, string>>;

/** Output and counts of a program. */
export interface ModulesRun {
  readonly stdout: string;
  readonly stderr: string;
  /** Coverage by file name. */
  readonly counts: Readonly<Record<string, FileCoverageData>>;
}

export interface ModulesOptions {
  /** Without an engine the modules are not instrumented. */
  readonly engine?: EngineName;
  /** @default true */
  readonly hasRuntime?: boolean;
  /** Additional arguments of Node. */
  readonly args?: readonly string[];
}

const CODE = /\.[cm]?[jt]sx?$/;

/** Provides counters like the runtime, and writes the counts of either engine when the process exits. */
const RUNTIME = `
import { writeFileSync } from 'node:fs';
const counters = {};
if (process.env.HAS_RUNTIME) globalThis.__covermain__ = (hash, n) => (counters[hash] ??= new Uint32Array(n));
process.on('exit', () => {
  const byHash = Object.entries(counters).map(([hash, counts]) => [hash, [...counts]]);
  const writtenCounts = { counters: Object.fromEntries(byHash), coverage: globalThis.__coverage__ ?? {} };
  writeFileSync(new URL('./counts.json', import.meta.url), JSON.stringify(writtenCounts));
});
`;

interface WrittenCounts {
  readonly counters: Readonly<Record<string, readonly number[]>>;
  readonly coverage: Readonly<Record<string, FileCoverageData>>;
}

/** Runs modules in a new process. */
export async function runModules(modules: Modules, options: ModulesOptions = {}): Promise<ModulesRun> {
  const { engine, hasRuntime = true, args = [] } = options;
  const root = realpathSync(mkdtempSync(join(tmpdir(), 'covermain-modules-')));
  const instrumentedFiles = new Map<string, Instrumented>();
  for (const [file, source] of Object.entries(modules)) {
    if (engine && CODE.test(file))
      instrumentedFiles.set(file, instrumentWith(engine, source, file, { root }));
    const instrumented = instrumentedFiles.get(file);
    writeFileSync(join(root, file), instrumented ? withMap(instrumented) : source);
  }
  const runtime = join(root, 'runtime.mjs');
  writeFileSync(runtime, RUNTIME);
  const [main = ''] = Object.keys(modules);
  const nodeArgs = ['--import', pathToFileURL(runtime).href, ...args, join(root, main)];
  const env = { PATH: process.env.PATH, ...(hasRuntime ? { HAS_RUNTIME: '1' } : {}) };
  try {
    const output = await run(nodeArgs, env);
    const writtenCounts = JSON.parse(readFileSync(join(root, 'counts.json'), 'utf8')) as WrittenCounts;
    const counts = [...instrumentedFiles].map(([file, instrumented]) => [
      file,
      countsOf(instrumented, file, writtenCounts, root),
    ]);
    return {
      stdout: output.stdout.replaceAll(root, ''),
      stderr: output.stderr.replaceAll(root, ''),
      counts: Object.fromEntries(counts),
    };
  } finally {
    rmSync(root, { recursive: true, force: true });
  }
}

function withMap({ code, map }: Instrumented): string {
  const data = Buffer.from(map() ?? '').toString('base64');
  return `${code}\n//# ${'sourceMappingURL'}=data:application/json;base64,${data}\n`;
}

function run(args: readonly string[], env: NodeJS.ProcessEnv): Promise<{ stdout: string; stderr: string }> {
  return new Promise((resolve) => {
    execFile(process.execPath, args, { env }, (_, stdout, stderr) => resolve({ stdout, stderr }));
  });
}

/** Returns the coverage with the file name as its path, because the directory differs in each run. */
function countsOf(
  { metas, coverage }: Instrumented,
  file: string,
  writtenCounts: WrittenCounts,
  root: string,
): FileCoverageData {
  const [meta] = metas;
  if (!meta)
    return {
      ...(writtenCounts.coverage[join(root, file)] ?? (coverage()[0] as FileCoverageData)),
      path: file,
    };
  const decoded = decodeMeta(meta, metaNameOf(hashOf(meta)));
  const counters = writtenCounts.counters[hashOf(meta)] ?? new Uint32Array(decoded.probes);
  return { ...toIstanbul(decoded, counters, root), path: file };
}
