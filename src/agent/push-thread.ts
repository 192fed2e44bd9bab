/** The entry of the thread that pushes the profile of a process without an agent, while the process waits for it. */
import { workerData } from 'node:worker_threads';
import { openMetaStore } from '../profile/store/meta-store.js';
import type { PushThreadData } from '../runtime/last-push.js';
import { answerPushRequest } from './push/answer-push-request.js';
import { describeProfileFile } from './push/describe-profile-file.js';
import { millisecondsUntil } from './push/milliseconds-until.js';
import { openPusher } from './push/pusher.js';
import { openUnpushedEpochs } from './push/unpushed-epochs.js';

const { push, directory, profile, metas: loaded, deadline, number } = workerData as PushThreadData;

const metas = openMetaStore(directory);
for (const { hash, bytes } of loaded) metas.add(bytes, hash);
const pusher = openPusher({
  push,
  header: profile,
  recorder: { profile: () => profile, readings: () => 0 },
  metas,
  closed: openUnpushedEpochs(directory),
  describeFile: () => describeProfileFile(directory, profile),
});

void pusher.pushNow(millisecondsUntil(deadline)).then(() => {
  if (number !== null) answerPushRequest(number);
});
