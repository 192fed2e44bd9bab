/** Runs a program with and without measuring it. */
import { type ExecFileException, execFile } from 'node:child_process';
import { mkdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { CoverageMapData } from 'istanbul-lib-coverage';
import { loadsOf } from '../../../src/run-log/logged-processes.js';
import type { RunEvent } from '../../../src/run-log/run-event.js';
import { readRunLog } from '../../../src/run-log/run-log.js';
import type { EngineName } from '../../../src/settings/index.js';
import {
  encodeRunContext,
  type InstrumentOptions,
  type RunContext,
} from '../../../src/settings/run-context.js';
import { REPOSITORY } from '../../support/project.js';
import { RUN } from '../../support/run-context.js';
import type { PackageDirectory } from './package-directory.js';

const PRELOAD = join(REPOSITORY, 'dist/src/hooks/preload.cjs');
const TSX = pathToFileURL(createRequire(import.meta.url).resolve('tsx')).href;
const EXTENSIONS = ['.js', '.cjs', '.mjs', '.ts', '.tsx', '.mts', '.cts'];

export interface Program {
  readonly directory: PackageDirectory;
  /** Arguments of `node`. */
  readonly args: readonly string[];
  /** Patterns of the measured files, relative to the directory. */
  readonly include: readonly string[];
  readonly exclude?: readonly string[];
  readonly tsx?: boolean;
  /** @default the root of the directory */
  readonly cwd?: string;
  readonly options?: Partial<InstrumentOptions>;
}

/** Exit code and output of a program. */
export interface ProgramExit {
  readonly exitCode: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs the program without measuring it. */
export function runPlain(program: Program): Promise<ProgramExit> {
  return run(program, [], {});
}

export interface Measured extends ProgramExit {
  /** Files that were selected and loaded. */
  readonly measured: readonly string[];
  /** Events of the run log about selected files that could not be measured. */
  readonly notMeasured: readonly RunEvent[];
}

/** Runs the program and measures it. @param name of the profile directory, which remains in the program's directory */
export async function runMeasured(program: Program, engine: EngineName, name: string): Promise<Measured> {
  const { directory, include, exclude = [] } = program;
  const profileDirectory = directory.path(name);
  mkdirSync(profileDirectory);
  const context: RunContext = {
    ...RUN,
    root: directory.root,
    directory: profileDirectory,
    log: join(profileDirectory, 'run.jsonl'),
    engine,
    selection: {
      root: directory.root,
      include,
      exclude,
      extension: EXTENSIONS,
      excludeNodeModules: false,
    },
    instrument: { parserPlugins: [], ignoreClassMethods: [], ...program.options },
  };
  const exit = await run(program, ['--require', PRELOAD], encodeRunContext(context));
  const events = readRunLog(context.log);
  const measured = loadsOf(events, true).map(({ file }) => file);
  return { ...exit, measured, notMeasured: events.filter(({ event }) => event === 'not measured') };
}

export function readCounts(file: string): CoverageMapData {
  return JSON.parse(readFileSync(file, 'utf8'));
}

/** Runs a program without the settings of a run that these tests may be part of. */
function run(
  { directory, args, tsx, cwd = directory.root }: Program,
  hookArgs: readonly string[],
  environment: Readonly<Record<string, string>>,
): Promise<ProgramExit> {
  const all = [...hookArgs, ...(tsx ? ['--import', TSX] : []), ...args];
  const env = { PATH: process.env.PATH, TZ: 'UTC', ...environment };
  return new Promise((resolve) => {
    const end = (error: ExecFileException | null, stdout: string, stderr: string) =>
      resolve({ exitCode: exitCodeOf(error), stdout, stderr });
    execFile(process.execPath, all, { cwd, env, maxBuffer: 2 ** 28 }, end);
  });
}

/** Returns the exit code; -1 for a program that a signal ended. */
function exitCodeOf(error: ExecFileException | null): number {
  if (error === null) return 0;
  return typeof error.code === 'number' ? error.code : -1;
}
