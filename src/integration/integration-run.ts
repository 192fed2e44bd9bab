/** Opens the run that all integration tests of one test run share. */
import { basename, join, relative } from 'node:path';
import { fileURLToPath } from 'node:url';
import { announceRun } from '../agent/peers/announced-runs.js';
import { CovermainError, messageOf } from '../platform/errors.js';
import { warnNow } from '../platform/warn.js';
import { createProfileDirectory, removeUnusedDirectory } from '../profile/store/directory-layout.js';
import { findProjectRoot } from '../project/find-root.js';
import { readRunDescription } from '../run/run-description.js';
import { RUNS_DIRECTORY } from '../settings/directory.js';
import { refuseEngine } from '../settings/engine.js';
import { encodeRunContext, RUN_CONTEXT, type RunContext, readRunContext } from '../settings/run-context.js';
import { findRunOwner } from './run-owner.js';
import { readRunPointer, runPointerOf, writeRunPointer } from './run-pointer.js';

const DESCRIBE = fileURLToPath(new URL('./describe-run.js', import.meta.url));

/** Tests may change the working directory, and remove it. */
const startDirectory = process.cwd();

/** The run that this process has opened. */
let opened: RunContext | undefined;

/**
 * Returns the context of the run: that of `covermain run` around the tests, that of another worker of the test runner, or a
 * new one.
 *
 * @throws CovermainError if a new run is needed and a setting or the configuration is refused, or the directory cannot be
 *   created
 */
export function openIntegrationRun(): RunContext {
  const outer = readRunContext(process.env);
  if (outer) {
    const refused = refuseEngine(outer.engine, 'in integration tests');
    if (refused) throw refused;
    return outer;
  }
  opened ??= joinRun(findProjectRoot(startDirectory));
  return opened;
}

/** Joins the run of the other workers, or creates it for them. */
function joinRun(root: string): RunContext {
  const owner = findRunOwner();
  const pointer = runPointerOf(root, owner);
  const known = decodeRun(readRunPointer(pointer));
  if (known) {
    // Someone may have deleted it between two runs of a test runner that watches files.
    createProfileDirectory(root, known.directory, RUNS_DIRECTORY);
    return known;
  }
  const described = describeRun();
  const directory = createProfileDirectory(root, described.directory, RUNS_DIRECTORY);
  const run: RunContext = { ...described, directory, log: join(directory, basename(described.log)) };
  const faster = shareRun(run, pointer) ? undefined : decodeRun(readRunPointer(pointer));
  if (faster) {
    if (faster.directory !== directory) removeUnusedDirectory(directory);
    return faster;
  }
  announceRun(run, { pid: owner });
  nameDirectory(run, owner);
  return run;
}

/** @returns false if another worker has been faster */
function shareRun(run: RunContext, pointer: string): boolean {
  try {
    return writeRunPointer(pointer, encodeRunContext(run)[RUN_CONTEXT] ?? '');
  } catch (error) {
    warnNow(`Each worker of the test runner writes to a directory of its own: ${messageOf(error)}`);
    return true;
  }
}

/** @throws CovermainError as the description says */
function describeRun(): RunContext {
  const { context, warnings, code } = readRunDescription(DESCRIBE, process.env, startDirectory);
  const run = decodeRun(context ?? undefined);
  if (!run) throw new CovermainError(code ?? 'SETTING_INVALID', warnings);
  for (const line of warnings) warnNow(line);
  return run;
}

function decodeRun(text: string | undefined): RunContext | undefined {
  return readRunContext({ ...process.env, [RUN_CONTEXT]: text });
}

/** Logs the directory once: at the end, or at once in a worker, which the test runner may kill. */
function nameDirectory({ directory }: RunContext, owner: number): void {
  const shown = relative(startDirectory, directory) || directory;
  const log = () =>
    warnNow(`integration coverage: ${shown}. Show it with \`npx covermain report ${shown}\`.`);
  // jest gives each test file a copy of `process`, which has no end.
  const isWorker = owner !== process.pid || process.env.JEST_WORKER_ID !== undefined;
  if (isWorker) log();
  else process.once('exit', log);
}
