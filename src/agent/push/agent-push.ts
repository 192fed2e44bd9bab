/** When the agent pushes. Without `COVER_PUSH`, each function does nothing. */
import type { CountersProfile, ProcessHeader } from '../../profile/model/counters-profile.js';
import type { MetaStore } from '../../profile/store/meta-store.js';
import type { LastPushRequest } from '../../runtime/agent-thread.js';
import type { RunContext } from '../../settings/run-context.js';
import { findUsablePush } from '../../settings/usable-push.js';
import type { Recorder } from '../recording/recorder.js';
import { answerPushRequest } from './answer-push-request.js';
import { describeProfileFile } from './describe-profile-file.js';
import { millisecondsUntil } from './milliseconds-until.js';
import { openPusher, type Pusher } from './pusher.js';
import { openUnpushedEpochs } from './unpushed-epochs.js';

export interface AgentPush {
  /** Must be called with the profile of each closed epoch. */
  readonly onClosed: (profile: CountersProfile) => void;
  /** Must be called before the functions below. */
  start(header: ProcessHeader, recorder: Recorder): void;
  /** Pushes a flush, if flushes are pushed. */
  atFlush(): void;
  /** Starts a push, because the process may be killed soon. */
  soon(): void;
  /** Pushes, and then answers the request of the main thread. Without a request, nobody waits. */
  atEnd(request: LastPushRequest | null): void;
  /** Pushes before the agent kills the process. */
  beforeDeath(): Promise<void>;
  /** Reason why the last push failed; `undefined` if it succeeded. */
  failure(): string | undefined;
}

const NO_PUSH: AgentPush = {
  onClosed() {},
  start() {},
  atFlush() {},
  soon() {},
  atEnd() {},
  async beforeDeath() {},
  failure: () => undefined,
};

export function openAgentPush({ controls, directory }: RunContext, metas: MetaStore): AgentPush {
  const push = findUsablePush(controls);
  if (push === undefined) return NO_PUSH;
  const closed = openUnpushedEpochs(directory);
  let pusher: Pusher | undefined;
  const soon = () => pusher?.pushSoon();
  return {
    onClosed: closed.add,
    start(header, recorder) {
      const describeFile = () => describeProfileFile(directory, { ...header, start: recorder.epoch().start });
      pusher = openPusher({ push, header, recorder, metas, closed, describeFile });
    },
    atFlush: push.occasion === 'flush' ? soon : NO_PUSH.atFlush,
    soon,
    atEnd(request) {
      if (request === null) return soon();
      void pusher?.pushNow(millisecondsUntil(request.deadline)).then(() => answerPushRequest(request.number));
    },
    async beforeDeath() {
      await pusher?.pushNow(push.timeout);
    },
    failure: () => pusher?.failure,
  };
}
