/** Installs packages from the registry for tests. */
import { execFileSync } from 'node:child_process';

/** Whether tests fail if packages cannot be installed. Otherwise they are pending. */
const isRequired = process.env.COVERMAIN_RUNNERS === 'required';

/** Why packages cannot be installed, once a command has failed. */
let failure: string | undefined;

/**
 * Runs a command that installs packages. If it fails, marks the tests of a suite as pending, or fails if
 * `COVERMAIN_RUNNERS` is `required`. After a failure, later calls run nothing.
 */
export function installOrSkip(
  suite: Mocha.Context,
  directory: string,
  command: string,
  args: readonly string[],
): void {
  if (failure === undefined) failure = install(directory, command, args);
  if (failure === undefined) return;
  console.log(`      pending: packages cannot be installed: ${failure}`);
  suite.skip();
}

/** Runs `npm install` without scripts, preferably from npm's cache. Marks tests as pending as `installOrSkip` does. */
export function npmInstallOrSkip(suite: Mocha.Context, directory: string, packages: readonly string[]): void {
  const options = ['--prefer-offline', '--no-audit', '--no-fund', '--ignore-scripts', '--loglevel=error'];
  installOrSkip(suite, directory, 'npm', ['install', ...options, '--prefix', directory, ...packages]);
}

function install(directory: string, command: string, args: readonly string[]): string | undefined {
  try {
    execFileSync(command, args, { cwd: directory, stdio: ['ignore', 'ignore', 'pipe'] });
    return undefined;
  } catch (error) {
    if (isRequired) throw error;
    return String((error as { stderr?: unknown }).stderr ?? error).trim();
  }
}
