/** The push at the end of a process, for which its main thread waits. */
import { fileURLToPath } from 'node:url';
import { clock } from '../platform/clock.js';
import { messageOf } from '../platform/errors.js';
import { AGENT_STATE, SHARED_STATE, sharedState } from '../platform/shared-state.js';
import { warnNow, warnOnce } from '../platform/warn.js';
import type { EncodedMeta } from '../profile/format/meta-pack.js';
import type { CountersProfile } from '../profile/model/counters-profile.js';
import { PUSH_TOKEN_VARIABLE } from '../settings/push-token.js';
import { hidePushSecrets, PUSH_VARIABLE } from '../settings/push-url.js';
import type { RunContext } from '../settings/run-context.js';
import { findUsablePush, type UsablePush } from '../settings/usable-push.js';
import { type LastPushRequest, startOwnWorker } from './agent-thread.js';
import type { EndKind } from './process-end.js';

const FILE = fileURLToPath(new URL('../agent/push-thread.cjs', import.meta.url));

/** Data of the thread that pushes for a process without an agent. */
export interface PushThreadData {
  readonly push: UsablePush;
  /** Absolute path of the profile directory. */
  readonly directory: string;
  readonly profile: CountersProfile;
  /** The metas of the process. */
  readonly metas: readonly EncodedMeta[];
  /** As in `LastPushRequest`. */
  readonly deadline: number;
  /** Number that the thread stores in the shared state at last; `null` if nobody waits for it. */
  readonly number: number | null;
}

export interface LastPush {
  /** Returns a request for the agent; `null` if the process does not wait for it. */
  request(end: EndKind): LastPushRequest | null;
  /** Blocks this thread until the agent has pushed, or the time is over. */
  waitForAgent(request: LastPushRequest): void;
  /** Pushes a profile in a thread of its own. With a request, blocks this thread as `waitForAgent` does. */
  pushWithoutAgent(profile: CountersProfile, request: LastPushRequest | null): void;
  /** Gives the next end the whole time again, because the process has survived this one. */
  restoreTime(): void;
}

/** Milliseconds that are left to the other thread to print a warning, and the part of the time that they can take. */
const REPORT_TIME = 100;
const REPORT_PART = 0.2;

/**
 * Prepares the push of this process. Must be called at its start.
 *
 * @param metas returns the metas of the process
 * @returns `undefined` if the run does not push, or this process cannot
 */
export function createLastPush(
  { controls, directory }: RunContext,
  metas: () => readonly EncodedMeta[],
): LastPush | undefined {
  if (controls.push === null) return undefined;
  const push = findUsablePush(controls);
  if (push === undefined) {
    const names = controls.push.needsToken ? `${PUSH_VARIABLE} or ${PUSH_TOKEN_VARIABLE}` : PUSH_VARIABLE;
    warnNow(
      `Process ${process.pid} does not push its profile, because its environment lacks a valid ${names}. ` +
        'Pass the variables on to its children.',
    );
    return undefined;
  }
  const state = sharedState();
  let requests = 0;
  let left = push.timeout;
  const request = (end: EndKind) => {
    if (end === 'survives') return null;
    requests += 1;
    return { number: requests, deadline: clock() + left - Math.min(REPORT_TIME, left * REPORT_PART) };
  };
  const fail = (error: unknown) =>
    warnOnce(
      'push-at-end',
      `Cannot push the profile to ${hidePushSecrets(push.url)}: ${messageOf(error)}. The profile is in ${directory}.`,
    );
  const wait = ({ number }: LastPushRequest, isOver: () => boolean) => {
    const start = clock();
    const isDone = waitFor(state, number, { timeout: left, isOver });
    left = Math.max(0, left - (clock() - start));
    if (!isDone) fail(`it was not finished within ${push.timeout} ms`);
  };
  return {
    request,
    waitForAgent: (request) =>
      wait(request, () => Atomics.load(state, SHARED_STATE.agent) === AGENT_STATE.dead),
    pushWithoutAgent(profile, waited) {
      const data: PushThreadData = {
        push,
        directory,
        profile,
        metas: metas(),
        deadline: waited?.deadline ?? clock() + push.timeout,
        number: waited?.number ?? null,
      };
      try {
        const worker = startOwnWorker(FILE, { workerData: data, execArgv: [] });
        worker.on('error', fail);
        worker.unref();
        if (waited) wait(waited, () => false);
      } catch (error) {
        fail(error);
      }
    },
    restoreTime() {
      left = push.timeout;
    },
  };
}

interface Waiting {
  /** Maximum milliseconds. */
  readonly timeout: number;
  /** Returns whether nothing can be expected any more. */
  readonly isOver: () => boolean;
}

/** @returns whether the push has succeeded or failed in time */
function waitFor(state: Int32Array, number: number, { timeout, isOver }: Waiting): boolean {
  const end = clock() + timeout;
  for (;;) {
    const pushed = Atomics.load(state, SHARED_STATE.pushed);
    if (pushed >= number) return true;
    const rest = end - clock();
    if (rest <= 0 || isOver()) return false;
    Atomics.wait(state, SHARED_STATE.pushed, pushed, rest);
  }
}
