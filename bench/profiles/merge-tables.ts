/** Tables about merging profiles: many profiles, and some compared with nyc. */
import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import type { FileCoverageData } from 'istanbul-lib-coverage';
import { toIstanbul } from '../../src/interchange/to-istanbul.js';
import { sumByMeta } from '../../src/profile/model/add-counters.js';
import { readProfileDirectory } from '../../src/profile/store/read-profile.js';
import type { Bench, Row, Table } from '../scenario.js';
import { type ToolCommand, timeCommand } from './command.js';
import { type CountedProgram, makeProgram } from './program.js';
import { istanbulOf, type Written, writeDirectories, writeDirectory, writeIstanbul } from './write.js';

export const THOUSAND = '1,000 profiles in one directory';
export const THREE_THOUSAND = '3,000 profiles in one directory';
export const HUNDRED = '100 profiles in one directory';
export const APART = '1,000 directories of one profile';
export const NYC_MERGE = 'nyc merge';
export const OF_JSON = 'covermain merge, same JSON';

/** 200 files of 500 counters. */
const FILES = 200;
const FUNCTIONS = 62;

/** Number of profiles that nyc merges. */
const FEW = 50;

export function manyTable(bench: Bench): Table {
  const program = makeProgram(FILES, FUNCTIONS);
  const row = (name: string, write: typeof writeDirectory, processes: number) =>
    mergeRow(bench, { name, tool: 'covermain' }, program, (directory) =>
      write(directory, program, processes),
    );
  const rows = [
    row(HUNDRED, writeDirectory, 100),
    row(THOUSAND, writeDirectory, 1000),
    row(APART, writeDirectories, 1000),
    ...(bench.isQuick ? [] : [row(THREE_THOUSAND, writeDirectory, 3000)]),
  ];
  return { title: 'merge, 100,000 counters per profile', base: THOUSAND, rows };
}

export function nycComparisonTable(bench: Bench): Table {
  const program = makeProgram(FILES, FUNCTIONS);
  const json = (directory: string) => writeIstanbul(directory, program, FEW, directory);
  const rows = [
    mergeRow(bench, { name: NYC_MERGE, tool: 'nyc' }, program, json),
    mergeRow(bench, { name: OF_JSON, tool: 'covermain' }, program, json),
    mergeRow(bench, { name: 'covermain merge, profiles', tool: 'covermain' }, program, (directory) =>
      writeDirectory(directory, program, FEW),
    ),
  ];
  return { title: `merge, ${FEW} profiles of 100,000 counters`, base: NYC_MERGE, rows };
}

function mergeRow(
  { node, createDirectory }: Bench,
  { name, tool }: Pick<Row, 'name'> & Pick<ToolCommand, 'tool'>,
  program: CountedProgram,
  write: (directory: string) => Written,
): Row {
  const [root, cwd] = [createDirectory('inputs'), createDirectory('merged')];
  let written: Written | undefined;
  const merge = async () => {
    written ??= write(root);
    rmSync(cwd, { recursive: true, force: true });
    mkdirSync(cwd);
    const sample = await timeCommand(node, { tool, args: ARGS[tool](written.inputs, root), cwd }, () => '');
    requireSums(COVERAGE_IN[tool](join(cwd, OUT), root), istanbulOf(program, written.sums, root));
    return sample;
  };
  return { name, counts: true, prime: async () => void (await merge()), sample: merge };
}

const OUT = 'out';

const ARGS = {
  nyc: (inputs: readonly string[]) => ['merge', ...inputs, OUT],
  covermain: (inputs: readonly string[], root: string) => ['merge', '--root', root, '-o', OUT, ...inputs],
};

/** Reads the counts that a command has written, by path. */
const COVERAGE_IN = {
  nyc: (file: string) => JSON.parse(readFileSync(file, 'utf8')) as Counts,
  covermain(directory: string, root: string): Counts {
    const { metas, profiles } = readProfileDirectory(directory);
    const sums = sumByMeta(profiles);
    const files = [...metas].map(([hash, meta]) => toIstanbul(meta, sums.get(hash) ?? [], root));
    return Object.fromEntries(files.map((file) => [file.path, file]));
  },
};

type Counts = Readonly<Record<string, Pick<FileCoverageData, 's' | 'f' | 'b'>>>;

function requireSums(merged: Counts, expected: Counts): void {
  const inOrder = (map: Counts) =>
    Object.keys(map)
      .sort()
      .map((path) => [path, map[path]?.s, map[path]?.f, map[path]?.b]);
  if (!isDeepStrictEqual(inOrder(merged), inOrder(expected)))
    throw new Error('The merged counts differ from the sum of the profiles.');
}
