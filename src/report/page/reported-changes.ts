/** Finds the changed lines that the page of a report lists. */
import { withDeadline } from '../../platform/deadline.js';
import { messageOf } from '../../platform/errors.js';
import type { NycConfig } from '../../project/nyc-config.js';
import type { Environment } from '../../settings/index.js';
import type { ChangesMessage } from '../../view/messages.js';
import { toChangesView } from '../diff/changes-view.js';
import { type DefaultChangesOptions, findDefaultChanges } from '../diff/default-changes.js';
import { createUnloadedReader } from '../diff/unloaded.js';

export interface ReportedChangesOptions {
  /** Absolute path that paths in the report are relative to. */
  readonly root: string;
  readonly config: NycConfig;
  readonly environment: Environment;
  /** Kills git when it is aborted. */
  readonly signal?: AbortSignal | undefined;
}

/** Milliseconds that git may take. It usually needs 50; in a large repository on a slow disk, some seconds. */
const GIT_TIMEOUT = 10_000;

/**
 * Returns the lines that have changed since the default branch, or why they are unknown: a report is worth as much without them.
 *
 * @throws the reason of the signal
 */
export async function findReportedChanges(
  map: DefaultChangesOptions['map'],
  { root, config, environment, signal: parent }: ReportedChangesOptions,
): Promise<ChangesMessage> {
  const unloaded = createUnloadedReader(root, config);
  const limit = { timeout: GIT_TIMEOUT, toReason: () => new Error(TOO_SLOW), parent };
  try {
    const found = await withDeadline(limit, (signal) =>
      findDefaultChanges({ root, map, ...unloaded, environment, signal }),
    );
    if (!found) return { type: 'no changes', reason: NO_COMMIT };
    return { type: 'changes', changes: toChangesView(found.ref, found.changes) };
  } catch (error) {
    parent?.throwIfAborted();
    return { type: 'no changes', reason: messageOf(error) };
  }
}

const NO_COMMIT = 'Changed lines are unknown, because the project is not in a Git repository with a commit.';

const TOO_SLOW = `Changed lines are unknown, because git took longer than ${GIT_TIMEOUT / 1000} seconds. covermain diff lists them.`;
