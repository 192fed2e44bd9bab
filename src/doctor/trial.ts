/** Programs of a few lines that are measured as `covermain run` measures any: do their counts arrive? */
import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { messageOf } from '../platform/errors.js';
import { readProfileDirectory } from '../profile/store/read-profile.js';
import { programCommandLine } from '../run/command-lines.js';
import { readRunLog } from '../run-log/run-log.js';
import { describeUnmeasured } from '../run-log/unmeasured.js';
import { capabilitiesOf } from '../settings/engine.js';
import type { Environment } from '../settings/index.js';
import type { RunContext } from '../settings/run-context.js';

export interface TrialProgram {
  /** As people call it. */
  readonly language: string;
  /** Its extension tells Node the language. */
  readonly file: string;
  /** Calls a function `counted` once. */
  readonly text: string;
  /** Node's arguments in front of the file. */
  readonly args: readonly string[];
}

export interface TrialOptions {
  /** A run of the project. */
  readonly run: RunContext;
  /** Where the program is run. */
  readonly cwd: string;
  readonly environment: Environment;
}

/** Milliseconds. */
const LONGEST = 30_000;

/** nyc would collect what its instrumenter counts; without it the program tells. */
const TELL = '\nprocess.stdout.write(JSON.stringify(globalThis.__coverage__ ?? {}));\n';

/** @returns why no count arrived; `null` where it did */
export async function tryProgram(program: TrialProgram, options: TrialOptions): Promise<string | null> {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'covermain-doctor-')));
  try {
    return await tryIn(folder, program, options);
  } catch (error) {
    return messageOf(error);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function tryIn(
  folder: string,
  { file, text, args }: TrialProgram,
  { run, cwd, environment }: TrialOptions,
): Promise<string | null> {
  const context = contextIn(folder, run);
  const { writesProfiles } = capabilitiesOf(run.engine);
  mkdirSync(context.directory);
  const path = join(folder, file);
  writeFileSync(path, writesProfiles ? text : text + TELL);
  const command = { program: process.execPath, args: [...args, path], cwd, environment };
  const { failure, stdout } = await runToEnd(programCommandLine(context, command));
  const count = writesProfiles ? countOf(context.directory) : countIn(stdout);
  if (count > 0) return null;
  return failure ?? reasonIn(context.log) ?? 'it ended in order, and left no counts';
}

/** What the hooks tell of the program. */
function reasonIn(log: string): string | undefined {
  const failure = readRunLog(log).find((event) => event.event === 'not measured');
  return failure && describeUnmeasured(failure);
}

/** All in one folder that is removed, with nothing that a cache remembers. */
function contextIn(folder: string, run: RunContext): RunContext {
  const directory = join(folder, 'profile');
  return {
    ...run,
    root: folder,
    directory,
    log: join(directory, 'run.jsonl'),
    cache: null,
    selection: {
      root: folder,
      include: [],
      exclude: [],
      extension: ['.cjs', '.mjs', '.mts'],
      excludeNodeModules: false,
    },
    controls: { ...run.controls, flush: null, signal: null, triggerFile: null, http: null },
  };
}

interface Ended {
  /** Why it did not end with 0. */
  readonly failure: string | null;
  readonly stdout: string;
}

function runToEnd({ command, args, cwd, env }: ReturnType<typeof programCommandLine>): Promise<Ended> {
  return new Promise((resolve) => {
    execFile(command, args, { cwd, env, timeout: LONGEST }, (error, stdout, stderr) =>
      resolve({ stdout, failure: error ? describeFailure(error, stderr) : null }),
    );
  });
}

/** The line that names the error is the telling one; a stack is none. */
function describeFailure({ code, signal }: NonNullable<ExecError>, stderr: string): string {
  const lines = stderr.split('\n').filter((line) => line.trim() !== '');
  const telling = lines.find((line) => /^\w*Error\b|\bERR_/.test(line)) ?? lines.at(-1);
  const end = signal ? `it was ended by ${signal}` : `it ended with ${code}`;
  return telling === undefined ? end : `${end}: ${telling.trim()}`;
}

type ExecError = Parameters<NonNullable<Parameters<typeof execFile>[3]>>[0];

/** How often the function ran, by the profile. */
function countOf(directory: string): number {
  const { profiles, metas } = readProfileDirectory(directory);
  let sum = 0;
  for (const { meta, counters } of profiles.flatMap(({ files }) => files)) {
    const counted = metas.get(meta)?.functions.find(({ name }) => name === 'counted');
    for (const probe of counted?.count ?? []) sum += counters[probe] ?? 0;
  }
  return sum;
}

/** The same by Istanbul's data, of one file with one function. */
function countIn(json: string): number {
  const files = Object.values(JSON.parse(json) as Record<string, { readonly f: Record<string, number> }>);
  return files.flatMap(({ f }) => Object.values(f)).reduce((sum, count) => sum + count, 0);
}
