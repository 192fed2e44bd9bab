/** Writes the last profile of a process, and logs in the run log how that ended. */
import { CovermainError } from '../platform/errors.js';
import { SHARED_STATE, sharedState } from '../platform/shared-state.js';
import { describeUnexpected } from '../platform/unexpected-error.js';
import { warnNow, warnOnce } from '../platform/warn.js';
import type { CountersProfile } from '../profile/model/counters-profile.js';
import type { MetaStore } from '../profile/store/meta-store.js';
import type { ProcessEndEvent } from '../run-log/run-event.js';
import { appendRunEvent } from '../run-log/run-log.js';
import type { RunContext } from '../settings/run-context.js';
import type { AgentControl } from './agent-control.js';
import type { LastPushRequest } from './agent-thread.js';
import type { LastPush } from './last-push.js';
import type { EndKind } from './process-end.js';
import type { ThreadChannel } from './threads/thread-channel.js';
import { writeWithoutAgent } from './write-without-agent.js';

export interface LastProfileOptions {
  readonly run: RunContext;
  readonly metas: MetaStore;
  readonly agent: AgentControl;
  readonly channel: ThreadChannel;
  /** Copies the counts of other instrumenters. */
  readonly copyForeignCounters: () => void;
  /** Returns everything that the process has counted. */
  readonly readProfile: () => CountersProfile;
  /** The push that follows. @default none */
  readonly lastPush?: LastPush | undefined;
}

/** Returns a function that writes the last profile, and then pushes it. It never throws. */
export function createLastProfileWriter(options: LastProfileOptions): (end: EndKind) => void {
  const { run, lastPush } = options;
  return (end) => {
    const { pid } = process;
    const push = lastPush?.request(end) ?? null;
    /** The profile, if no agent has written and pushed it. */
    let unpushed: CountersProfile | undefined;
    const onRead = (profile: CountersProfile) => {
      unpushed = profile;
    };
    try {
      const event = writeLastProfile(options, { isOver: end === 'over', push, onRead });
      appendRunEvent(run.log, { event, pid });
      if (event !== 'nothing counted' && !unpushed && push) lastPush?.waitForAgent(push);
    } catch (error) {
      // A failed write was usually reported before.
      if (error instanceof CovermainError) warnOnce('profile-write', error);
      else warnNow(describeUnexpected(error, `Process ${pid}: the last profile was not written: `));
      appendRunEvent(run.log, { event: 'lost', pid });
    }
    if (unpushed) lastPush?.pushWithoutAgent(unpushed, push);
  };
}

interface LastWrite {
  /** Whether the process certainly ends afterwards. */
  readonly isOver: boolean;
  /** The push of the agent; `null` if the process does not wait for it. */
  readonly push: LastPushRequest | null;
  /** Called with the profile before it is written, if no agent replies. */
  readonly onRead: (profile: CountersProfile) => void;
}

/** @throws CovermainError `DIRECTORY_NOT_WRITABLE` */
function writeLastProfile(
  options: LastProfileOptions,
  { isOver, push, onRead }: LastWrite,
): ProcessEndEvent['event'] {
  const { run, metas, agent, channel, copyForeignCounters, readProfile } = options;
  copyForeignCounters();
  // Receives what the event loop has not delivered yet. Unless the agent was ready by then, it did not receive it either.
  if (agent.hasStarted()) channel.receive();
  const result = agent.finish(isOver, push);
  if (result !== 'silent') return result;
  const profile = readProfile();
  if (profile.files.length === 0) {
    metas.keepRest();
    return 'nothing counted';
  }
  // Only the agent knows the counts at the start of the epoch, so its last flush has to suffice.
  if (Atomics.load(sharedState(), SHARED_STATE.resets) > 0) {
    warnNow(`Process ${process.pid}: the agent failed after a reset. Counts since its last flush are lost.`);
    return 'lost';
  }
  onRead(profile);
  writeWithoutAgent(run.directory, profile, metas);
  return 'written';
}
