/** Finds missed changes for commands that must neither fail nor wait for git. */
import { withDeadline } from '../platform/deadline.js';
import type { DefaultChangesOptions } from '../report/diff/default-changes.js';
import { findMissedChanges, type MissedChanges } from '../report/diff/missed-changes.js';

/** Milliseconds that git may take. It usually needs 50, and a person waits. */
const GIT_TIMEOUT = 2_000;

/** Returns the missed changes; `undefined` if git cannot tell, or not in time. */
export async function missedChangesIfKnown(
  options: Omit<DefaultChangesOptions, 'signal'>,
): Promise<MissedChanges | undefined> {
  const limit = { timeout: GIT_TIMEOUT, toReason: () => new Error('git takes too long') };
  try {
    return await withDeadline(limit, (signal) => findMissedChanges({ ...options, signal }));
  } catch {
    return undefined; // `covermain diff` reports the error
  }
}
