/** The command line of a run: nyc → mocha → harness files. */
import { createRequire } from 'node:module';
import { withPreload, withTsx } from '../hooks/node-options.js';
import { nycOutputOf } from '../profile/store/directory-layout.js';
import type { HarnessTarget } from '../project/harness-files.js';
import type { Environment } from '../settings/index.js';
import { encodeRunContext, type RunContext } from '../settings/run-context.js';

export interface CommandLine {
  readonly command: string;
  readonly args: readonly string[];
  /** Absolute path. */
  readonly cwd: string;
  readonly env: Environment;
}

const require = createRequire(import.meta.url);
const NYC = require.resolve('nyc/bin/nyc.js');
const MOCHA = require.resolve('mocha/bin/mocha.js');

/** Mocha alone, whose tests are pending: nothing is measured and nothing is written. */
export function pendingTestsCommandLine(
  { harnessFiles }: HarnessTarget,
  run: RunContext,
  environment: Environment,
): CommandLine {
  const env = { ...environment, ...encodeRunContext(run), NODE_OPTIONS: withTsx(environment.NODE_OPTIONS) };
  return nodeCommand(run, mochaArgs(harnessFiles), env);
}

/** nyc around mocha. nyc's own hook is off: ours count, in both module loaders; nyc collects what they counted. */
export function windowCommandLine(
  { harnessFiles }: HarnessTarget,
  run: RunContext,
  environment: Environment,
): CommandLine {
  const args = [
    NYC,
    '--silent',
    '--no-clean',
    '--all=false',
    '--check-coverage=false',
    '--hook-require=false',
    '--cache=false',
    ...nycSelection(run, nycOutputOf(run.directory)),
    process.execPath,
    ...mochaArgs(harnessFiles),
  ];
  const NODE_OPTIONS = withTsx(withPreload(environment.NODE_OPTIONS));
  return nodeCommand(run, args, { ...environment, ...encodeRunContext(run), NODE_OPTIONS });
}

export interface ProgramCommand {
  readonly program: string;
  readonly args: readonly string[];
  /** Absolute path. */
  readonly cwd: string;
  readonly environment: Environment;
}

/** Any command, with the hooks for whatever Node processes it starts. */
export function programCommandLine(
  run: RunContext,
  { program, args, cwd, environment }: ProgramCommand,
): CommandLine {
  const NODE_OPTIONS = withPreload(environment.NODE_OPTIONS);
  return { command: program, args, cwd, env: { ...environment, ...encodeRunContext(run), NODE_OPTIONS } };
}

function nodeCommand({ root }: RunContext, args: readonly string[], env: Environment): CommandLine {
  return { command: process.execPath, args, cwd: root, env };
}

/** Where nyc finds the counts, and which it keeps: it would leave out files that its own defaults exclude. */
function nycSelection({ selection }: RunContext, folder: string): readonly string[] {
  return [
    `--temp-dir=${folder}`,
    ...selection.exclude.map((pattern) => `--exclude=${pattern}`),
    ...selection.extension.map((extension) => `--extension=${extension}`),
  ];
}

/** The project's own mocha configuration is for its automatic tests. */
function mochaArgs(harnessFiles: readonly string[]): readonly string[] {
  return [
    MOCHA,
    '--no-config',
    '--no-package',
    '--exit',
    '--posix-exit-codes',
    '--timeout=0',
    ...harnessFiles,
  ];
}
