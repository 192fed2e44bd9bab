/** Runs the same program as it is and measured by each engine. */
import { type ExecFileException, execFile } from 'node:child_process';
import { mkdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { CoverageMapData } from 'istanbul-lib-coverage';
import { loadsOf, type RunEvent, readRunLog } from '../../../src/run-log/run-log.js';
import type { EngineName } from '../../../src/settings/index.js';
import {
  encodeRunContext,
  type InstrumentOptions,
  type RunContext,
} from '../../../src/settings/run-context.js';
import { REPOSITORY } from '../../support/project.js';
import { RUN } from '../../support/run-context.js';
import type { Folder } from './folder.js';

const PRELOAD = join(REPOSITORY, 'dist/src/hooks/preload.cjs');
const TSX = pathToFileURL(createRequire(import.meta.url).resolve('tsx')).href;
const EXTENSIONS = ['.js', '.cjs', '.mjs', '.ts', '.tsx', '.mts', '.cts'];

export interface Program {
  readonly folder: Folder;
  /** What follows `node`. */
  readonly args: readonly string[];
  /** The files that are measured: patterns relative to the folder. */
  readonly include: readonly string[];
  readonly exclude?: readonly string[];
  readonly tsx?: boolean;
  /** @default the folder's root */
  readonly cwd?: string;
  readonly options?: Partial<InstrumentOptions>;
}

/** How a program ended. */
export interface Ended {
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** The program as it is. */
export function runPlain(program: Program): Promise<Ended> {
  return run(program, [], {});
}

export interface Measured extends Ended {
  /** The files that are selected and were loaded. */
  readonly measured: readonly string[];
  /** What the run log says of files that are selected and could not be measured. */
  readonly notMeasured: readonly RunEvent[];
}

/** @param name of the profile directory, which is left in the folder */
export async function runMeasured(program: Program, engine: EngineName, name: string): Promise<Measured> {
  const { folder, include, exclude = [] } = program;
  const directory = folder.path(name);
  mkdirSync(directory);
  const context: RunContext = {
    ...RUN,
    root: folder.root,
    directory,
    log: join(directory, 'run.jsonl'),
    engine,
    selection: {
      root: folder.root,
      include,
      exclude,
      extension: EXTENSIONS,
      excludeNodeModules: false,
    },
    instrument: { parserPlugins: [], ignoreClassMethods: [], ...program.options },
  };
  const ended = await run(program, ['--require', PRELOAD], encodeRunContext(context));
  const events = readRunLog(context.log);
  const measured = loadsOf(events, true).map(({ file }) => file);
  return { ...ended, measured, notMeasured: events.filter(({ event }) => event === 'not measured') };
}

export function readCounts(file: string): CoverageMapData {
  return JSON.parse(readFileSync(file, 'utf8'));
}

/** Without the settings of the run that these tests are part of. */
function run(
  { folder, args, tsx, cwd = folder.root }: Program,
  before: readonly string[],
  environment: Readonly<Record<string, string>>,
): Promise<Ended> {
  const all = [...before, ...(tsx ? ['--import', TSX] : []), ...args];
  const env = { PATH: process.env.PATH, TZ: 'UTC', ...environment };
  return new Promise((resolve) => {
    const end = (error: ExecFileException | null, stdout: string, stderr: string) =>
      resolve({ exitCode: exitCodeOf(error), stdout, stderr });
    execFile(process.execPath, all, { cwd, env, maxBuffer: 2 ** 28 }, end);
  });
}

/** -1 for a program that a signal ended. */
function exitCodeOf(error: ExecFileException | null): number {
  if (error === null) return 0;
  return typeof error.code === 'number' ? error.code : -1;
}
