/** Pushes the profiles of this process: at its end, and with `COVER_PUSH_ON=flush` while it runs. */
import { messageOf } from '../../platform/errors.js';
import { warnOnce } from '../../platform/warn.js';
import type { ProcessHeader } from '../../profile/model/counters-profile.js';
import type { MetaStore } from '../../profile/store/meta-store.js';
import type { UsablePush } from '../../settings/usable-push.js';
import type { Recorder } from '../recording/recorder.js';
import { archiveOf, encodeEpoch, metasOf } from './push-archive.js';
import { describePushFailure } from './push-failure.js';
import { pushTargetOf } from './push-target.js';
import { pushWithRetries } from './push-with-retries.js';
import { openHttpClient } from './put.js';
import type { UnpushedEpochs } from './unpushed-epochs.js';

export interface PusherOptions {
  readonly push: UsablePush;
  readonly header: ProcessHeader;
  readonly recorder: Pick<Recorder, 'profile' | 'readings'>;
  readonly metas: MetaStore;
  readonly closed: UnpushedEpochs;
  /** Returns a sentence about the file that has the profile, for the warning about the last push. */
  readonly describeFile: () => string;
}

export interface Pusher {
  /** Starts a push unless one is running. A running push is followed by another one. */
  pushSoon(): void;
  /**
   * Pushes everything that has no acknowledgement, instead of a running push. Never rejects.
   *
   * @param timeout maximum milliseconds
   * @returns when the server has acknowledged it, or the push has failed
   */
  pushNow(timeout: number): Promise<void>;
  /** Reason why the last push failed; `undefined` if it succeeded. */
  readonly failure: string | undefined;
}

/** Milliseconds between two background pushes while they fail. They double up to the maximum. */
const FIRST_REST = 1_000;
const MAX_REST = 30_000;

export function openPusher(options: PusherOptions): Pusher {
  const { push, describeFile } = options;
  const send = createSender(options);
  let failure: string | undefined;
  let failures = 0;
  let restUntil = 0;
  let running: AbortController | undefined;
  let isWanted = false;

  /** @returns whether this push was not replaced by another one */
  const run = async (timeout: number, onFailure: (reason: string) => void): Promise<boolean> => {
    const controller = new AbortController();
    running?.abort();
    running = controller;
    const reason = await send(timeout, controller.signal);
    if (running !== controller) return false;
    running = undefined;
    failure = reason;
    if (reason !== undefined) onFailure(reason);
    return true;
  };
  const pushInBackground = async () => {
    isWanted = false;
    if (!(await run(push.timeout, (reason) => warnOnce('push-at-flush', reason)))) return;
    failures = failure === undefined ? 0 : failures + 1;
    if (failures > 0) restUntil = performance.now() + Math.min(MAX_REST, FIRST_REST * 2 ** (failures - 1));
    if (isWanted) pushSoon();
  };
  const pushSoon = () => {
    isWanted = true;
    if (running === undefined && performance.now() >= restUntil) void pushInBackground();
  };
  return {
    pushSoon,
    async pushNow(timeout) {
      await run(timeout, (reason) => warnOnce('push-at-end', `${reason} ${describeFile()}`));
    },
    get failure() {
      return failure;
    },
  };
}

/** Returns a function that sends one push, and returns the reason if that failed. */
function createSender({ push, header, recorder, metas, closed }: PusherOptions) {
  const client = openHttpClient();
  /** Hashes of the metas that the server keeps. */
  const known = new Set<string>();
  /** What was acknowledged last. */
  let acknowledged = '';
  return async (timeout: number, signal: AbortSignal): Promise<string | undefined> => {
    try {
      const profile = recorder.profile();
      const state = `${recorder.readings()} ${closed.added}`;
      const open = profile.files.length > 0 ? [encodeEpoch(profile, metas)] : [];
      const epochs = [...closed.all(), ...open];
      if (state === acknowledged || epochs.length === 0) return undefined;
      const result = await pushWithRetries({
        client,
        target: pushTargetOf(push.url, header, Date.now()),
        token: push.token,
        body(isComplete) {
          if (isComplete) known.clear();
          return archiveOf({ epochs, metas }, known);
        },
        timeout,
        signal,
      });
      if (!result.isDone) return describePushFailure(push.url, result.failure, result.attempts);
      acknowledged = state;
      // Any other server replaces the previous push by the next one, which must therefore contain all epochs and metas.
      if (!result.keepsMetas) known.clear();
      else {
        for (const hash of metasOf(epochs)) known.add(hash);
        closed.remove(epochs);
      }
      return undefined;
    } catch (error) {
      return `Cannot push the profile: ${messageOf(error)}.`;
    }
  };
}
