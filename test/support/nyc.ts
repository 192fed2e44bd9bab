/** Runs the real nyc: collects, merges and reports with it, to compare with covermain. */
import assert from 'node:assert/strict';
import { readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join, relative } from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import type { CoverageMapData, FileCoverageData } from 'istanbul-lib-coverage';
import { type Program, start, startCovermain } from './program.js';
import type { Project } from './project.js';

const NYC = createRequire(import.meta.url).resolve('nyc/bin/nyc.js');

/** Reporters for each of Istanbul's formats. `html-spa` is left out, because it overwrites the files of `html`. */
export const ALL_REPORTERS = [
  'clover',
  'cobertura',
  'html',
  'json',
  'json-summary',
  'lcovonly',
  'teamcity',
  'text',
  'text-summary',
];

const REPORTER_OPTIONS = ALL_REPORTERS.map((name) => `--reporter=${name}`);

/** Time stamps in reports. */
const TIME_STAMP =
  /\d{4}-\d\d-\d\dT[\d:.]+[Z\d-]*|\w{3} \w{3} \d\d \d{4} [\d:]+ GMT|timestamp="\d+"|generated="\d+"/g;

/** Makes nyc keep original sources of compiled files that it does not select. */
const KEEP_REMAPPED = '--exclude-after-remap=false';

export interface Reports {
  /** Texts of all files but the JSON, by relative path, and `printed`, the text on stdout. */
  readonly texts: Readonly<Record<string, string>>;
  /** Output of the JSON reporter, without properties that every tool fills differently: see `bare`. */
  readonly map: CoverageMapData;
}

/** Runs nyc, which must exit with 0. @returns the text on stdout */
export async function runNyc(project: Project, ...args: readonly string[]): Promise<string> {
  return finished(start(project, process.execPath, [NYC, ...args], {}));
}

/** Runs a script under nyc, and adds nyc's output to a directory. */
export async function collectByNyc(
  project: Project,
  directory: string,
  options: readonly string[],
  script: readonly string[],
): Promise<void> {
  const common = ['--silent', '--no-clean', KEEP_REMAPPED, `--temp-dir=${project.path(directory)}`];
  await runNyc(project, ...common, ...options, process.execPath, ...script);
  // nyc kills its watchdog process, which leaves an empty file if it was writing at that time.
  for (const name of readdirSync(project.path(directory))) {
    const path = project.path(join(directory, name));
    if (statSync(path).size === 0) rmSync(path);
  }
}

/** Runs `nyc merge` into a file in its own directory. @returns the path of the file */
export async function mergeByNyc(project: Project, directory: string): Promise<string> {
  const file = `${directory}-merged/coverage-final.json`;
  await runNyc(project, 'merge', directory, file);
  return file;
}

/** Runs `nyc report` on a directory of nyc's output. */
export async function reportByNyc(
  project: Project,
  directory: string,
  options: readonly string[] = [KEEP_REMAPPED],
): Promise<Reports> {
  const reportDirectory = `${directory}-by-nyc`;
  const args = [
    ...options,
    `--temp-dir=${directory}`,
    `--report-dir=${reportDirectory}`,
    ...REPORTER_OPTIONS,
  ];
  return readReports(project, reportDirectory, await runNyc(project, 'report', ...args));
}

/** Runs `covermain report` on any inputs. */
export async function reportByUs(project: Project, ...inputs: readonly string[]): Promise<Reports> {
  const directory = `${inputs.join('-and-').replaceAll('/', '-')}-by-us`;
  const args = ['report', ...inputs, `--report-dir=${directory}`, ...REPORTER_OPTIONS];
  return readReports(project, directory, await finished(startCovermain(project, args)));
}

/** Runs `covermain merge`. @returns the path of the merged profile directory */
export async function mergeByUs(project: Project, ...inputs: readonly string[]): Promise<string> {
  const output = `${inputs.join('-and-').replaceAll('/', '-')}-merged-by-us`;
  await finished(startCovermain(project, ['merge', '-o', output, ...inputs]));
  return output;
}

/** @param isCompared whether a file is compared, by its relative path */
export function assertEqualReports(
  ours: Reports,
  theirs: Reports,
  isCompared: (path: string) => boolean = () => true,
): void {
  assert.deepEqual(ours.map, theirs.map);
  const compared = ({ texts }: Reports) => Object.entries(texts).filter(([path]) => isCompared(path));
  assert.deepEqual(Object.fromEntries(compared(ours)), Object.fromEntries(compared(theirs)));
}

/** Multiplies all counts. */
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
  const same = (text: string) => stripVTControlCharacters(text).replace(TIME_STAMP, 'then');
  return {
    texts: Object.fromEntries(Object.entries(all).map(([path, text]) => [path, same(text)])),
    map: bare(JSON.parse(json)),
  };
}

/** Istanbul's data with properties that tools add. */
interface MarkedCoverage extends FileCoverageData {
  readonly hash?: string;
  readonly contentHash?: string;
  readonly _coverageSchema?: string;
  readonly all?: boolean;
}

/**
 * Removes hashes, which every tool computes differently, and the `line` of functions and branches, which the instrumenter
 * repeats from their ranges and tracing to original sources drops.
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

/** Compares files and the coverage map, and what reporters printed after the output of the program itself. */
export function assertEqualRunReports(
  ours: Reports,
  theirs: Reports,
  isCompared: (path: string) => boolean = () => true,
): void {
  assertEqualReports(ours, theirs, (path) => path !== 'printed' && isCompared(path));
  const [printed = '', printedByNyc = ''] = [ours, theirs].map(({ texts }) => texts.printed);
  assert.equal(printed.slice(-printedByNyc.length), printedByNyc);
}
