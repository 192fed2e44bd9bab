/** The report of a run: nyc's tables and files, and beside them what they do not show. */
import { relative } from 'node:path';
import { nycOutputOf } from '../profile/directory.js';
import { hasCounts, loadedFiles, readNycOutput } from '../profile/nyc-output.js';
import { measuredPids, readRunLog } from '../profile/run-log.js';
import type { NycConfig } from '../project/nyc-config.js';
import { reportChain } from '../run/chain.js';
import { awaitProcesses } from '../run/processes.js';
import { runChain } from '../run/run-chain.js';
import type { SignalRelay } from '../run/signal-relay.js';
import type { RunContext } from '../run-context.js';
import type { Environment } from '../settings/index.js';
import { writeNeverLoaded } from './never-loaded.js';
import { takeNotes } from './notes.js';
import { findUnselected } from './unselected.js';

export interface ReportOptions {
  readonly config: NycConfig;
  /** Milliseconds that processes the app has started may take to end, once the window has. */
  readonly grace: number;
  readonly environment: Environment;
  readonly signals: SignalRelay;
  /** Where lines for people go. */
  readonly say: (line: string) => void;
}

/**
 * Reports what a run measured. Where nothing was counted it draws no table of zeros, and says why instead.
 *
 * @returns the exit code: 1 where a threshold of `.nycrc` is missed or a profile cannot be read
 */
export async function reportRun(run: RunContext, options: ReportOptions): Promise<number> {
  const { config, grace, say } = options;
  const log = readRunLog(run.log);
  if (!log.some(({ event }) => event === 'window opened')) {
    say('no window was opened, so there is nothing to report');
    return 0;
  }
  const running = await awaitProcesses(measuredPids(log), grace);
  const output = await readNycOutput(nycOutputOf(run.directory));
  const isCounted = hasCounts(output);
  const notMeasured = isCounted && config.all ? await writeNeverLoaded(run, loadedFiles(output), say) : [];
  const exitCode = isCounted ? await drawReport(run, options) : 0;
  const unselected = findUnselected(run, log);
  for (const note of takeNotes({ run, log, output, running, notMeasured, unselected })) say(note);
  say(`profile: ${relative(run.root, run.directory)}`);
  if (isCounted) say(`report:  ${config.reportDirectory} (${config.reporters.join(', ')})`);
  return exitCode || (output.unreadable.length > 0 ? 1 : 0);
}

function drawReport(run: RunContext, { config, environment, signals }: ReportOptions): Promise<number> {
  const chain = reportChain(run, config.excludeAfterRemap, environment);
  return runChain(chain, { signals, isShielded: true });
}
