/** The real nyc beside covermain: what it collects, merges and reports. */
import assert from 'node:assert/strict';
import { readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join, relative } from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import type { CoverageMapData, FileCoverageData } from 'istanbul-lib-coverage';
import { type Program, start, startCovermain } from './program.js';
import type { Project } from './project.js';

const NYC = createRequire(import.meta.url).resolve('nyc/bin/nyc.js');

/** Each of Istanbul's formats once; `html-spa` would overwrite what `html` writes. */
const reporters = [
  'clover',
  'cobertura',
  'html',
  'json',
  'json-summary',
  'lcovonly',
  'teamcity',
  'text',
  'text-summary',
].map((name) => `--reporter=${name}`);

/** When a report was drawn. */
const MOMENT =
  /\d{4}-\d\d-\d\dT[\d:.]+[Z\d-]*|\w{3} \w{3} \d\d \d{4} [\d:]+ GMT|timestamp="\d+"|generated="\d+"/g;

/** nyc's source maps are applied to files that it does not select, too. */
const REMAPPED = '--exclude-after-remap=false';

export interface Reports {
  /** What was printed, and what was written by relative path, but for the JSON. */
  readonly texts: Readonly<Record<string, string>>;
  /** Of the JSON reporter, without what does not count: see `bare`. */
  readonly map: CoverageMapData;
}

/** @returns what was printed on stdout; it must end well */
export async function runNyc(project: Project, ...args: readonly string[]): Promise<string> {
  return finished(start(project, process.execPath, [NYC, ...args], {}));
}

/** Runs a script under nyc, whose output is added to a folder. */
export async function collectByNyc(
  project: Project,
  folder: string,
  options: readonly string[],
  script: readonly string[],
): Promise<void> {
  const common = ['--silent', '--no-clean', REMAPPED, `--temp-dir=${project.path(folder)}`];
  await runNyc(project, ...common, ...options, process.execPath, ...script);
  // nyc kills a process of its own, which leaves an empty file where it was just writing.
  for (const name of readdirSync(project.path(folder))) {
    const path = project.path(join(folder, name));
    if (statSync(path).size === 0) rmSync(path);
  }
}

/** `nyc merge`: one file in a folder of its own. @returns its path */
export async function mergeByNyc(project: Project, folder: string): Promise<string> {
  const file = `${folder}-merged/coverage-final.json`;
  await runNyc(project, 'merge', folder, file);
  return file;
}

/** What `nyc report` makes of a folder. */
export async function reportByNyc(project: Project, folder: string): Promise<Reports> {
  const directory = `${folder}-by-nyc`;
  const args = [REMAPPED, `--temp-dir=${folder}`, `--report-dir=${directory}`, ...reporters];
  return readReports(project, directory, await runNyc(project, 'report', ...args));
}

/** What `covermain report` makes of any inputs. */
export async function reportByUs(project: Project, ...inputs: readonly string[]): Promise<Reports> {
  const directory = `${inputs.join('-and-').replaceAll('/', '-')}-by-us`;
  const args = ['report', ...inputs, `--report-dir=${directory}`, ...reporters];
  return readReports(project, directory, await finished(startCovermain(project, args)));
}

/** `covermain merge`. @returns its output */
export async function mergeByUs(project: Project, ...inputs: readonly string[]): Promise<string> {
  const output = `${inputs.join('-and-').replaceAll('/', '-')}-merged-by-us`;
  await finished(startCovermain(project, ['merge', '-o', output, ...inputs]));
  return output;
}

/** @param but whether a report is compared, by its path */
export function assertEqualReports(
  ours: Reports,
  theirs: Reports,
  but: (path: string) => boolean = () => true,
): void {
  assert.deepEqual(ours.map, theirs.map);
  const compared = ({ texts }: Reports) => Object.entries(texts).filter(([path]) => but(path));
  assert.deepEqual(Object.fromEntries(compared(ours)), Object.fromEntries(compared(theirs)));
}

/** All counts so many times. */
export function times(map: CoverageMapData, factor: number): CoverageMapData {
  const copy = structuredClone(map) as Record<string, FileCoverageData>;
  for (const { s, f, b } of Object.values(copy)) {
    for (const counts of [s, f])
      for (const id of Object.keys(counts)) counts[id] = (counts[id] ?? 0) * factor;
    for (const id of Object.keys(b)) b[id] = (b[id] ?? []).map((count) => count * factor);
  }
  return copy;
}

async function finished(program: Program): Promise<string> {
  assert.equal(await program.exitCode, 0, program.output());
  return program.stdout();
}

export function readReports(project: Project, directory: string, printed: string): Reports {
  const files = readdirSync(project.path(directory), { recursive: true, withFileTypes: true })
    .filter((file) => file.isFile())
    .map((file) => join(file.parentPath, file.name));
  const texts = files.map(
    (path) => [relative(project.path(directory), path), readFileSync(path, 'utf8')] as const,
  );
  const { 'coverage-final.json': json = '{}', ...others } = Object.fromEntries(texts);
  const all = { ...others, printed };
  const same = (text: string) => stripVTControlCharacters(text).replace(MOMENT, 'then');
  return {
    texts: Object.fromEntries(Object.entries(all).map(([path, text]) => [path, same(text)])),
    map: bare(JSON.parse(json)),
  };
}

/** With what tools add to Istanbul's data. */
interface MarkedCoverage extends FileCoverageData {
  readonly hash?: string;
  readonly contentHash?: string;
  readonly _coverageSchema?: string;
  readonly all?: boolean;
}

/**
 * Without hashes, which every tool has its own way to compute; and without the lines of functions and branches that the
 * instrumenter repeats from their places, and tracing to sources forgets.
 */
function bare(map: Record<string, FileCoverageData>): CoverageMapData {
  const withoutLines = (items: FileCoverageData['fnMap'] | FileCoverageData['branchMap']) =>
    Object.fromEntries(Object.entries(items).map(([id, { line: _, ...item }]) => [id, item]));
  return Object.fromEntries(
    Object.entries(map).map(([path, file]) => {
      const { hash, contentHash, _coverageSchema, all, ...rest } = file as MarkedCoverage;
      const maps = { fnMap: withoutLines(file.fnMap), branchMap: withoutLines(file.branchMap) };
      return [path, { ...rest, ...maps, ...(all ? { all } : {}) }];
    }),
  ) as unknown as CoverageMapData;
}
