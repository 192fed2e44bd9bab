/** Measures a program of a few lines as `covermain run` does, to find out whether its counts reach a profile. */
import { execFile } from 'node:child_process';
import { mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { messageOf } from '../../platform/errors.js';
import { createPrivateDirectory } from '../../platform/private-directories.js';
import { readProfileDirectory } from '../../profile/store/read-profile.js';
import { programCommandLine } from '../../run/command-lines.js';
import { readRunLog } from '../../run-log/run-log.js';
import { describeUnmeasured } from '../../run-log/unmeasured.js';
import { capabilitiesOf } from '../../settings/engine.js';
import type { Environment } from '../../settings/index.js';
import type { RunContext } from '../../settings/run-context.js';

export interface TrialProgram {
  /** Name for people, such as `an ES module`. */
  readonly language: string;
  /** File name, whose extension selects the language. */
  readonly file: string;
  /** Source text, which calls a function `counted` once. */
  readonly text: string;
  /** Arguments of Node before the file. */
  readonly args: readonly string[];
}

export interface TrialOptions {
  /** A run of the project, whose engine and options are used. */
  readonly run: RunContext;
  /** Absolute path of the directory in which the program runs. */
  readonly cwd: string;
  readonly environment: Environment;
}

/** Milliseconds after which the program is killed. */
const TRIAL_TIMEOUT = 30_000;

/** Prints the counts of nyc's instrumenter, because nyc itself does not run here to collect them. */
const PRINT_COVERAGE = '\nprocess.stdout.write(JSON.stringify(globalThis.__coverage__ ?? {}));\n';

/** Returns why the program was not counted; `null` if it was. */
export async function tryProgram(program: TrialProgram, options: TrialOptions): Promise<string | null> {
  const directory = realpathSync(mkdtempSync(join(tmpdir(), 'covermain-doctor-')));
  try {
    return await tryIn(directory, program, options);
  } catch (error) {
    return messageOf(error);
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
}

async function tryIn(
  directory: string,
  { file, text, args }: TrialProgram,
  { run, cwd, environment }: TrialOptions,
): Promise<string | null> {
  const context = contextIn(directory, run);
  const { writesProfiles } = capabilitiesOf(run.engine);
  createPrivateDirectory(context.directory);
  const path = join(directory, file);
  writeFileSync(path, writesProfiles ? text : text + PRINT_COVERAGE);
  const command = { program: process.execPath, args: [...args, path], cwd, environment };
  const { failure, stdout } = await runToEnd(programCommandLine(context, command));
  const count = writesProfiles ? countInProfile(context.directory) : countInCoverage(stdout);
  if (count > 0) return null;
  return failure ?? findLoggedReason(context.log) ?? 'the program ended normally, but left no counts.';
}

/** Returns why the hooks could not measure the program, according to its run log. */
function findLoggedReason(log: string): string | undefined {
  const failure = readRunLog(log).find((event) => event.event === 'not measured');
  return failure && describeUnmeasured(failure);
}

/** Returns the context of a run that keeps all its files in one directory, without controls and without a cache. */
function contextIn(root: string, run: RunContext): RunContext {
  const directory = join(root, 'profile');
  return {
    ...run,
    root,
    directory,
    log: join(directory, 'run.jsonl'),
    cache: null,
    selection: {
      root,
      include: [],
      exclude: [],
      extension: ['.cjs', '.mjs', '.mts'],
      excludeNodeModules: false,
    },
    controls: { ...run.controls, flush: null, signal: null, triggerFile: null, http: null, push: null },
  };
}

interface ProcessExit {
  /** Why the program did not exit with 0; `null` if it did. */
  readonly failure: string | null;
  readonly stdout: string;
}

function runToEnd({ command, args, cwd, env }: ReturnType<typeof programCommandLine>): Promise<ProcessExit> {
  return new Promise((resolve) => {
    execFile(command, args, { cwd, env, timeout: TRIAL_TIMEOUT }, (error, stdout, stderr) =>
      resolve({ stdout, failure: error ? describeFailure(error, stderr) : null }),
    );
  });
}

/** Quotes the line of stderr that names the error, rather than its stack. */
function describeFailure({ code, signal }: NonNullable<ExecError>, stderr: string): string {
  const lines = stderr.split('\n').filter((line) => line.trim() !== '');
  const errorLine = lines.find((line) => /^\w*Error\b|\bERR_/.test(line)) ?? lines.at(-1);
  const exit = signal ? `${signal} killed the program` : `the program exited with ${code}`;
  return errorLine === undefined ? `${exit}.` : `${exit}: ${errorLine.trim()}`;
}

type ExecError = Parameters<NonNullable<Parameters<typeof execFile>[3]>>[0];

/** Returns how often the function `counted` was called, according to the profile. */
function countInProfile(directory: string): number {
  const { profiles, metas } = readProfileDirectory(directory);
  let sum = 0;
  for (const { meta, counters } of profiles.flatMap(({ files }) => files)) {
    const counted = metas.get(meta)?.functions.find(({ name }) => name === 'counted');
    for (const probe of counted?.count ?? []) sum += counters[probe] ?? 0;
  }
  return sum;
}

/** Returns the same from Istanbul's coverage data, which has one file with one function. */
function countInCoverage(json: string): number {
  const files = Object.values(JSON.parse(json) as Record<string, { readonly f: Record<string, number> }>);
  return files.flatMap(({ f }) => Object.values(f)).reduce((sum, count) => sum + count, 0);
}
