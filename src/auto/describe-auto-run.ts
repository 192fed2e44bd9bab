/**
 * Prints a description of the run that `import 'covermain/auto'` starts, and announces the run. Its parent reads stdout, and
 * shows stderr only if there is no description.
 */
import { resolve } from 'node:path';
import { announceRun } from '../agent/peers/announced-runs.js';
import { CovermainError, messageOf } from '../platform/errors.js';
import { createProfileDirectory } from '../profile/store/directory-layout.js';
import { openProject } from '../project/project.js';
import { createRunContext } from '../run/create-run-context.js';
import type { RunDescription } from '../run/run-description.js';
import { withoutSharedCache } from '../run/shared-directories.js';
import { RUNS_DIRECTORY } from '../settings/directory.js';
import { readSettings } from '../settings/index.js';
import { encodeRunContext, RUN_CONTEXT } from '../settings/run-context.js';

/** A program that imports `covermain/auto` answers HTTP requests by default. */
const environment = { COVERAGE_HTTP_PORT: 'default', ...process.env };

process.stdout.write(JSON.stringify(await describeAutoRun()));

async function describeAutoRun(): Promise<RunDescription> {
  const started = new Date();
  const warnings: string[] = [];
  try {
    const settings = readSettings(environment, started);
    const { root, config } = await openProject(process.cwd());
    const directory = directoryIn(root, settings.directory);
    const created = createRunContext({ root, directory, config, settings, environment, started });
    const run = withoutSharedCache(created, (line) => warnings.push(line));
    // No command ends this run. A command that finds it removes the announcement after the program has ended.
    announceRun(run, { pid: process.ppid });
    return { context: encodeRunContext(run)[RUN_CONTEXT] ?? null, warnings };
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
