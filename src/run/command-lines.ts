/** Builds the command lines that a run starts: nyc around mocha around harness files, or any command. */
import { createRequire } from 'node:module';
import { measuringVariables } from '../hooks/measured-environment.js';
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

/**
 * Makes `@fastify/autoload` load TypeScript: it recognizes the command `tsx`, but not tsx as a preload.
 * @see https://github.com/fastify/fastify-autoload#override-typescript-detection-using-an-environment-variable
 */
const TYPESCRIPT_ENVIRONMENT: Environment = { FASTIFY_AUTOLOAD_TYPESCRIPT: '1' };

const require = createRequire(import.meta.url);

/** Returns the command line of mocha alone, whose tests are pending: nothing is measured and nothing is written. */
export function pendingTestsCommandLine(
  { harnessFiles }: HarnessTarget,
  run: RunContext,
  environment: Environment,
): CommandLine {
  const env = { ...environment, ...encodeRunContext(run), NODE_OPTIONS: withTsx(environment.NODE_OPTIONS) };
  return nodeCommand(run, mochaArgs(harnessFiles), env);
}

/**
 * Returns the command line of nyc around mocha. nyc's own hook is off: covermain's hooks count in both module loaders, and
 * nyc collects their counts.
 */
export function windowCommandLine(
  { harnessFiles }: HarnessTarget,
  run: RunContext,
  environment: Environment,
): CommandLine {
  const args = [
    require.resolve('nyc/bin/nyc.js'),
    '--silent',
    '--no-clean',
    '--all=false',
    '--check-coverage=false',
    '--hook-require=false',
    '--cache=false',
    ...nycSelection(run),
    process.execPath,
    ...mochaArgs(harnessFiles),
  ];
  const NODE_OPTIONS = withTsx(withPreload(environment.NODE_OPTIONS));
  const env = { ...TYPESCRIPT_ENVIRONMENT, ...environment, ...encodeRunContext(run), NODE_OPTIONS };
  return nodeCommand(run, args, env);
}

export interface ProgramCommand {
  readonly program: string;
  readonly args: readonly string[];
  /** Absolute path. */
  readonly cwd: string;
  readonly environment: Environment;
}

/** Returns the command line of any command. All Node processes that it starts load covermain's hooks. */
export function programCommandLine(
  run: RunContext,
  { program, args, cwd, environment }: ProgramCommand,
): CommandLine {
  return { command: program, args, cwd, env: { ...environment, ...measuringVariables(run, environment) } };
}

function nodeCommand({ root }: RunContext, args: readonly string[], env: Environment): CommandLine {
  return { command: process.execPath, args, cwd: root, env };
}

/** Configures nyc's output directory and selection. nyc would leave out files that its own defaults exclude. */
function nycSelection({ selection, directory }: RunContext): readonly string[] {
  return [
    `--temp-dir=${nycOutputOf(directory)}`,
    ...selection.exclude.map((pattern) => `--exclude=${pattern}`),
    ...selection.extension.map((extension) => `--extension=${extension}`),
  ];
}

/** Ignores the project's mocha configuration, because it is for the project's automatic tests. */
function mochaArgs(harnessFiles: readonly string[]): readonly string[] {
  return [
    require.resolve('mocha/bin/mocha.js'),
    '--no-config',
    '--no-package',
    '--exit',
    '--posix-exit-codes',
    '--timeout=0',
    ...harnessFiles,
  ];
}
