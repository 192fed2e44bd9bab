/** Programs of several modules, run by Node as they are or as counting text. */
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

/** Text by the name of the file, which others import it by; the first is the one that is run. */
export type Modules = Readonly<Record<string, string>>;

export interface ModulesRun {
  readonly stdout: string;
  readonly stderr: string;
  /** What was counted, by file. */
  readonly counts: Readonly<Record<string, FileCoverageData>>;
}

export interface ModulesOptions {
  /** Without one the modules run as they are. */
  readonly engine?: EngineName;
  /** @default true */
  readonly hasRuntime?: boolean;
  /** Further arguments of Node. */
  readonly args?: readonly string[];
}

const CODE = /\.[cm]?[jt]sx?$/;

/** Gives counters as the runtime does, and keeps what both engines have counted as the process ends. */
const RUNTIME = `
import { writeFileSync } from 'node:fs';
const counters = {};
if (process.env.HAS_RUNTIME) globalThis.__covermain__ = (hash, n) => (counters[hash] ??= new Uint32Array(n));
process.on('exit', () => {
  const own = Object.entries(counters).map(([hash, counts]) => [hash, [...counts]]);
  const kept = { counters: Object.fromEntries(own), coverage: globalThis.__coverage__ ?? {} };
  writeFileSync(new URL('./counts.json', import.meta.url), JSON.stringify(kept));
});
`;

interface Kept {
  readonly counters: Readonly<Record<string, readonly number[]>>;
  readonly coverage: Readonly<Record<string, FileCoverageData>>;
}

export async function runModules(modules: Modules, options: ModulesOptions = {}): Promise<ModulesRun> {
  const { engine, hasRuntime = true, args = [] } = options;
  const root = realpathSync(mkdtempSync(join(tmpdir(), 'covermain-modules-')));
  const made = new Map<string, Instrumented>();
  for (const [file, source] of Object.entries(modules)) {
    if (engine && CODE.test(file)) made.set(file, instrumentWith(engine, source, file, { root }));
    const instrumented = made.get(file);
    writeFileSync(join(root, file), instrumented ? withMap(instrumented) : source);
  }
  const runtime = join(root, 'runtime.mjs');
  writeFileSync(runtime, RUNTIME);
  const [main = ''] = Object.keys(modules);
  const all = ['--import', pathToFileURL(runtime).href, ...args, join(root, main)];
  const env = { PATH: process.env.PATH, ...(hasRuntime ? { HAS_RUNTIME: '1' } : {}) };
  try {
    const ended = await run(all, env);
    const kept = JSON.parse(readFileSync(join(root, 'counts.json'), 'utf8')) as Kept;
    const counts = [...made].map(([file, instrumented]) => [file, countsOf(instrumented, file, kept, root)]);
    return {
      stdout: ended.stdout.replaceAll(root, ''),
      stderr: ended.stderr.replaceAll(root, ''),
      counts: Object.fromEntries(counts),
    };
  } finally {
    rmSync(root, { recursive: true, force: true });
  }
}

function withMap({ code, map = '' }: Instrumented): string {
  const data = Buffer.from(map).toString('base64');
  return `${code}\n//# ${'sourceMappingURL'}=data:application/json;base64,${data}\n`;
}

function run(args: readonly string[], env: NodeJS.ProcessEnv): Promise<{ stdout: string; stderr: string }> {
  return new Promise((resolve) => {
    execFile(process.execPath, args, { env }, (_, stdout, stderr) => resolve({ stdout, stderr }));
  });
}

/** With the file's name for its path, which is another in each run. */
function countsOf(
  { metas, coverage }: Instrumented,
  file: string,
  kept: Kept,
  root: string,
): FileCoverageData {
  const [meta] = metas;
  if (!meta)
    return { ...(kept.coverage[join(root, file)] ?? (coverage()[0] as FileCoverageData)), path: file };
  const decoded = decodeMeta(meta, metaNameOf(hashOf(meta)));
  const counters = kept.counters[hashOf(meta)] ?? new Uint32Array(decoded.probes);
  return { ...toIstanbul(decoded, counters, root), path: file };
}
