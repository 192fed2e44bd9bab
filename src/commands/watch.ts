/** `covermain watch --lcov FILE`: keeps a file with the coverage of the running program up to date, for editors. */
import { resolve } from 'node:path';
import { findAgents } from '../agent/peers/find-agents.js';
import { logOnce } from '../collect/log-once.js';
import type { RunModel, RunModelOptions } from '../live/run-model.js';
import { waitFor } from '../platform/abortable-waits.js';
import { messageOf } from '../platform/errors.js';
import { shortenPath } from '../platform/is-below.js';
import { readNycConfig } from '../project/nyc-config.js';
import { listProjectRoots } from '../project/package.js';
import { createLcovRecords } from '../report/lcov-records.js';
import type { Environment } from '../settings/environment.js';
import { pauseFor } from '../view/pause-for.js';
import { type LcovFile, openLcovFile, requireLcovFile } from './lcov-file.js';

export interface WatchCommandOptions {
  /** Path of the file to write, relative to `cwd`. */
  readonly lcov: string;
  /** Id of the only run to follow. @default each run, one after the other */
  readonly run?: string;
  /** Any directory of the project. */
  readonly cwd: string;
  readonly environment: Environment;
  readonly logLine: (line: string) => void;
  /** Ends the command when it is aborted. */
  readonly signal: AbortSignal;
  /** Opens the model of a run. */
  readonly openModel: (options: RunModelOptions) => RunModel;
}

/** Milliseconds between two looks at counters, and between two writes. */
const INTERVAL = 500;

/**
 * Writes the file whenever counters have changed, and after the end of a run for the last time. Then it waits for the next run.
 *
 * @returns the exit code, once the signal is aborted or the only run has ended
 * @throws CovermainError as `requireLcovFile`, and `CONFIG_UNREADABLE`
 */
export async function watchCommand(options: WatchCommandOptions): Promise<number> {
  const { lcov, cwd, run, logLine, signal } = options;
  const path = resolve(cwd, lcov);
  requireLcovFile(path);
  const file = openLcovFile(path, logLine);
  const ended = new Set<string>();
  try {
    for (;;) {
      const found = await findNextRun(options, ended, file);
      logLine(`${shortenPath(path, cwd)} follows run ${found.run}.`);
      await followRun(found, file, options);
      ended.add(found.run);
      logLine(`Run ${found.run} has ended, and ${shortenPath(path, cwd)} contains its final coverage.`);
      if (run !== undefined) return 0;
    }
  } catch (error) {
    if (!signal.aborted) throw error;
    return 0;
  }
}

interface FoundRun {
  /** Absolute path of its project. */
  readonly root: string;
  readonly run: string;
}

/** Waits for a run and returns the one whose process started last. */
async function findNextRun(
  { cwd, run, logLine, signal }: WatchCommandOptions,
  ended: ReadonlySet<string>,
  file: LcovFile,
): Promise<FoundRun> {
  for (let look = 0; ; look++) {
    const roots = listProjectRoots(cwd);
    const selection = run === undefined ? {} : { run };
    const agents = roots.map(async (root) => {
      const found = await findAgents(root, selection);
      return found.map(({ status, start }) => ({ root, run: status.run, start }));
    });
    const found = (await waitFor(Promise.all(agents), signal)).flat().filter((one) => !ended.has(one.run));
    const [newest] = found.sort((one, other) => other.start - one.start);
    if (newest) return newest;
    if (look === 0) logLine(`Waiting for ${run === undefined ? 'a measured program' : `run ${run}`}…`);
    file.retry();
    await pauseFor(INTERVAL, signal);
    signal.throwIfAborted();
  }
}

async function followRun({ root, run }: FoundRun, file: LcovFile, options: WatchCommandOptions) {
  const { environment, logLine, signal, openModel } = options;
  const config = await readNycConfig(root);
  const logFailure = logOnce(logLine);
  const onFailure = (error: unknown) => logFailure(`Run ${run}: ${messageOf(error)}`);
  const model = openModel({ root, run, config, environment, onFailure });
  try {
    await waitFor(model.ready, signal);
    const records = createLcovRecords(config.selection.root);
    for (let isEnded = false; !isEnded; ) {
      isEnded = model.state().phase === 'ended';
      const text = records.update(model.totals(), model.root());
      if (text === undefined) file.retry();
      else file.write(text);
      if (!isEnded) await pauseFor(INTERVAL, signal);
      signal.throwIfAborted();
    }
  } finally {
    model.close();
  }
}
