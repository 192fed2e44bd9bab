/**
 * Prints a description of the run that `import 'covermain/auto'` starts, and announces the run. Its parent reads stdout, and
 * shows stderr only if there is no description.
 */
import { resolve } from 'node:path';
import { announceRun } from '../agent/peers/announced-runs.js';
import { readRunSettings } from '../config-file/read-run-settings.js';
import { CovermainError, messageOf } from '../platform/errors.js';
import { createProfileDirectory } from '../profile/store/directory-layout.js';
import { findProjectRoot } from '../project/find-root.js';
import { readNycConfig } from '../project/nyc-config.js';
import { createRunContext } from '../run/create-run-context.js';
import { describeContext, type RunDescription } from '../run/run-description.js';
import { withoutSharedCache } from '../run/shared-directories.js';
import { RUNS_DIRECTORY } from '../settings/directory.js';

/** A program that imports `covermain/auto` answers HTTP requests by default. */
const defaults = { COVERAGE_HTTP_PORT: 'default' };

process.stdout.write(JSON.stringify(await describeAutoRun()));

async function describeAutoRun(): Promise<RunDescription> {
  const started = new Date();
  const warnings: string[] = [];
  try {
    const root = findProjectRoot(process.cwd());
    const given = { root, environment: process.env, defaults, started };
    const { settings, environment } = await readRunSettings(given);
    const config = await readNycConfig(root);
    const directory = directoryIn(root, settings.directory);
    const created = createRunContext({ root, directory, config, settings, environment, started });
    const run = withoutSharedCache(created, (line) => warnings.push(line));
    // No command ends this run. A command that finds it removes the announcement after the program has ended.
    announceRun(run, { pid: process.ppid });
    return { ...describeContext(run, settings), warnings };
  } catch (error) {
    return { context: null, warnings: [messageOf(error)] };
  }
}

/**
 * Ignores a directory that cannot be written: the agent then keeps everything in memory and warns.
 *
 * @throws CovermainError `DIRECTORY_NOT_PRIVATE`
 */
function directoryIn(root: string, directory: string): string {
  try {
    return createProfileDirectory(root, directory, RUNS_DIRECTORY);
  } catch (error) {
    if (error instanceof CovermainError && error.code === 'DIRECTORY_NOT_PRIVATE') throw error;
    return resolve(root, directory);
  }
}
