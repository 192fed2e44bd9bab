/** What `covermain collect kubernetes`, `collect agent` and `collect directory` share: options, table, report, exit code. */
import { readdirSync } from 'node:fs';
import { relative } from 'node:path';
import { openProgress } from '../collect/progress.js';
import { pluralize } from '../platform/plural-forms.js';
import { COUNTERS_PREFIX } from '../profile/format/constants.js';
import { encodeSessionName } from '../profile/store/session-directories.js';
import { type CollectionRound, type CollectRoundsOptions, collectRounds } from '../remote/collect-rounds.js';
import type { CollectedTarget } from '../remote/collection-document.js';
import { lockCollection } from '../remote/collection-lock.js';
import { openCollectionStore } from '../remote/collection-store.js';
import { describeMixedCode } from '../remote/mixed-code.js';
import type { Environment } from '../settings/environment.js';
import { type CollectFlags, readConcurrency, readPause, readSpan, readTokenFile } from './collect-flags.js';
import { createRoundLog } from './collect-log.js';
import { formatTargets } from './collect-table.js';
import { collectionDirectoryOf, createCollectionDirectory } from './collection-directory.js';
import type { Colors } from './colors.js';
import type { CollectDocument } from './documents.js';
import { type Print, printJson, printLines } from './print.js';
import { drawProfileReport } from './report.js';

/** What a command collects from, and how. */
export type CollectionSource = Pick<CollectRoundsOptions, 'listTargets' | 'source' | 'collect'>;

/** What a source may need of the options. */
export interface SourceContext {
  /** Content of the token file; `null` if none was named. */
  readonly token: string | null;
  /** Milliseconds for each target. */
  readonly timeout: number;
}

export interface CollectCommandOptions extends CollectFlags {
  readonly cwd: string;
  readonly environment: Environment;
  readonly print: Print;
  readonly logLine: (line: string) => void;
  readonly colors: Colors;
  /** Ends `--watch` after one more round. */
  readonly end: AbortSignal;
  /** Stops everything at once. */
  readonly stop: AbortSignal;
}

/**
 * Collects profiles, prints a table, and writes `manifest.json`. With `--json` it prints a `CollectDocument`.
 *
 * @param createSource returns what is collected from; called once, after the options were checked
 * @returns the exit code: 1 if something is missing, 0 with `--force` if at least one profile has arrived
 * @throws SettingError for an invalid option; CovermainError `SESSION_NAME`, `DIRECTORY_NOT_WRITABLE`, `DIRECTORY_NOT_PRIVATE`,
 *   `DIRECTORY_IN_USE`, `INPUT_UNREADABLE`; the errors of the source
 */
export async function collectCommand(
  options: CollectCommandOptions,
  createSource: (context: SourceContext) => CollectionSource | Promise<CollectionSource>,
): Promise<number> {
  const { cwd, logLine, end, stop, reset = false, session, watch } = options;
  const timeout = readSpan('--timeout', options.timeout, 1) ?? DEFAULT_TIMEOUT;
  const interval = readPause(watch);
  const concurrency = readConcurrency(options.concurrency);
  const token = readTokenFile(options.tokenFile, cwd);
  if (session !== undefined) encodeSessionName(session);
  const directory = collectionDirectoryOf(options);
  const source = await createSource({ token, timeout });
  createCollectionDirectory(directory, cwd);
  const unlock = await lockCollection(directory);
  try {
    const progress = openProgress('collecting profiles');
    const logRound = createRoundLog({ logLine, isWatching: watch !== undefined });
    const round = await collectRounds({
      ...source,
      store: openCollectionStore(directory),
      reset,
      ...(session === undefined ? {} : { session }),
      ...(interval === undefined ? {} : { watch: interval }),
      timeout,
      concurrency,
      end,
      stop,
      onProgress: progress.update,
      onRound(done) {
        progress.begin('collecting profiles');
        logRound(done);
      },
    });
    return await finish(options, directory, round);
  } finally {
    unlock();
  }
}

/** Milliseconds. */
const DEFAULT_TIMEOUT = 60_000;

/** Prints what was collected. @returns the exit code */
async function finish(
  options: CollectCommandOptions,
  directory: string,
  round: CollectionRound,
): Promise<number> {
  const { cwd, json, print, logLine, colors, report, stop } = options;
  const { targets, manifest } = round;
  const mixed = describeMixedCode(targets);
  for (const line of mixed) logLine(line);
  const files = targets.reduce((sum, row) => sum + row.files, 0);
  if (!json) {
    printLines(print, formatTargets(targets, colors));
    logLine(`Collected ${pluralize(files, 'profile')} into ${relative(cwd, directory) || '.'}`);
  }
  const isDrawn = report === true && files > 0 && !stop.aborted;
  const drawn = isDrawn ? await drawProfileReport({ ...options, inputs: [directory] }) : undefined;
  const collectionCode = exitCodeOf(options, directory, round);
  const exitCode = collectionCode === 0 && drawn && drawn.thresholds.length > 0 ? 1 : collectionCode;
  if (json) {
    const document: CollectDocument = {
      ...manifest,
      targets,
      directory,
      warnings: mixed,
      report: drawn ?? null,
      exitCode,
    };
    printJson(print, document);
  }
  return exitCode;
}

/** Whether a target lacks counts that it had. */
function isIncomplete({ result, restartsSince }: CollectedTarget): boolean {
  return !['collected', 'empty'].includes(result) || (restartsSince ?? 0) > 0;
}

function exitCodeOf(
  { force, logLine }: CollectCommandOptions,
  directory: string,
  { targets, listingFailure, manifestFailure }: CollectionRound,
): number {
  const hasArrived = targets.some(({ files }) => files > 0);
  if (force && hasArrived) return 0;
  if (targets.length === 0) {
    // Only a selector finds nothing: agents and directories are arguments.
    logLine(
      'Nothing was collected: no target was found. Check --selector, --namespace and --context with `kubectl get pods`.',
    );
    return 1;
  }
  // Nothing has run since the last collection with --reset: then the directory has the profiles of that one.
  const hasProfiles = readdirSync(directory).some((name) => name.startsWith(COUNTERS_PREFIX));
  if (!hasProfiles) logLine('Nothing was collected.');
  const isFailed = listingFailure !== undefined || manifestFailure !== undefined;
  return !hasProfiles || isFailed || targets.some(isIncomplete) ? 1 : 0;
}
