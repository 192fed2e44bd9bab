/** Wires the agent: the counters it reads, the files it writes, and the controls that reach it. */
import { rmSync } from 'node:fs';
import { type MessagePort, parentPort, receiveMessageOnPort } from 'node:worker_threads';
import { AGENT_STATE, SHARED_STATE, sharedState } from '../platform/shared-state.js';
import { warnOnce } from '../platform/warn.js';
import { openMetaStore } from '../profile/store/meta-store.js';
import { openCollectedFiles } from '../run-log/collected-files.js';
import { journalOf, noteInJournal } from '../run-log/journal.js';
import { appendRunEvent } from '../run-log/run-log.js';
import type { AgentData, AgentMessage, AgentNotice, FinishRequest } from '../runtime/agent-thread.js';
import { deadlySignals } from '../runtime/deadly-signals.js';
import { openChannel, type ThreadMessage } from '../runtime/threads/thread-channel.js';
import { agentChannel } from './agent-channel.js';
import { createCommandHandler } from './command-handler.js';
import { type OpenControls, openControls } from './controls.js';
import { endProgram } from './end-program.js';
import { openAgentPush } from './push/agent-push.js';
import { openCounterTotals } from './recording/counter-totals.js';
import { openProfileWriter } from './recording/profile-writer.js';
import { openRecorder } from './recording/recorder.js';
import { createSignalWatch } from './signal-watch.js';

/** Maximum milliseconds between two reads of the counters. A 32-bit counter must not wrap around twice unseen. */
const READ_INTERVAL = 1_000;

/** @param onFlushed is called after the first flush: until then a kill would lose everything */
export async function openAgent(
  { run, header, slabs, endedThreads, metas: loaded }: AgentData,
  onFlushed: () => void,
): Promise<void> {
  const state = sharedState();
  const counterTotals = openCounterTotals();
  const metas = openMetaStore(run.directory, { receive: () => receiveAll() });
  const journal = journalOf(run.directory, run.id);
  const onJournalFailure = (error: unknown) => warnOnce('journal-write', error);
  const collected = openCollectedFiles({
    directory: run.directory,
    journal,
    onFailure: onJournalFailure,
  });
  const writer = openProfileWriter({
    metas,
    home: run.directory,
    onFailure: (error) => warnOnce('profile-write', error),
    onCollectedWritten: collected.addFile,
  });
  const push = openAgentPush(run, metas);
  const recorder = openRecorder({
    header,
    directory: run.directory,
    counterTotals,
    writer,
    isPushed: run.controls.push !== null,
    onReset(at) {
      Atomics.add(state, SHARED_STATE.resets, 1);
      noteInJournal(journal, { event: 'reset', at, pid: header.pid }, onJournalFailure);
    },
    onEpochCollected(epoch) {
      Atomics.add(state, SHARED_STATE.resets, 1);
      collected.addEpoch(header.pid, epoch);
    },
    onFileCollected: collected.addFile,
    onClosed: push.onClosed,
  });
  push.start(header, recorder);
  for (const slab of slabs) counterTotals.add(slab);
  const ended = new Set(endedThreads);
  for (const { hash, bytes } of loaded) metas.add(bytes, hash);

  const flush = () => recorder.flush();
  const handleCommand = createCommandHandler(recorder, header.start);
  const onThreadMessage = (message: ThreadMessage) => {
    switch (message.type) {
      case 'slab':
        counterTotals.add(message.slab);
        break;
      case 'thread ended':
        ended.add(message.thread);
        break;
      case 'meta':
        metas.add(message.bytes, message.hash);
        break;
      case 'command': {
        const reply = handleCommand(message);
        if (reply) channel.send(reply);
        break;
      }
      // Only the agent and the main thread send these, to other threads.
      case 'reply':
      case 'agent-unavailable':
      case 'stop':
      case 'check':
        break;
      default:
        message satisfies never;
    }
  };
  const channel = openChannel(onThreadMessage, agentChannel);
  let controls: OpenControls | undefined;
  const removeFiles = () => {
    for (const path of controls?.files() ?? []) removeFile(path);
  };
  const notify = (notice: AgentNotice) => parentPort?.postMessage(notice);
  const signals = createSignalWatch({
    signals: deadlySignals(run.controls.signal),
    state,
    askMainThread: (signal) => notify({ type: 'signal', signal }),
    flush() {
      channel.receive();
      return flush();
    },
    push: push.beforeDeath,
    pushSoon: push.soon,
    onDeath() {
      appendRunEvent(run.log, { event: 'written', pid: header.pid });
      removeFiles();
    },
  });
  const finish = ({ number, isOver, push: lastPush }: FinishRequest) => {
    channel.receive();
    signals.stop();
    Atomics.store(state, SHARED_STATE.lost, flush() ? 0 : 1);
    if (isOver) removeFiles();
    Atomics.store(state, SHARED_STATE.finished, number);
    Atomics.notify(state, SHARED_STATE.finished);
    push.atEnd(lastPush);
  };
  const onMessage = (message: AgentMessage) => {
    if (message.type === 'finish') finish(message);
    else if (message.type === 'resume') signals.start();
    else onThreadMessage(message);
  };
  parentPort?.on('message', onMessage);
  /** Receives the metas that have arrived. All other messages wait, because this may be called while the agent handles one. */
  const receiveAll = () => {
    channel.receive();
    for (const message of receivedBy(parentPort)) {
      if (message.type === 'meta') onThreadMessage(message);
      else setImmediate(onMessage, message);
    }
  };

  // If the process ends before this, its main thread changes `starting` first, and writes the profile itself.
  const { starting, ready } = AGENT_STATE;
  if (Atomics.compareExchange(state, SHARED_STATE.agent, starting, ready) !== starting) return;
  if (signals.start()) notify({ type: 'receiving' });
  const { flush: flushInterval } = run.controls;
  if (flushInterval !== null) {
    const flushAndPush = () => {
      flush();
      push.atFlush();
    };
    flushAndPush();
    setInterval(flushAndPush, flushInterval);
  }
  onFlushed();
  if (flushInterval === null || flushInterval > READ_INTERVAL)
    setInterval(() => recorder.read(), READ_INTERVAL);
  const stop = () => endProgram({ state, channel, grace: run.controls.grace, flush, push: push.beforeDeath });
  controls = await openControls({
    run,
    header,
    recorder,
    metas,
    writer,
    collected,
    pushFailure: push.failure,
    threads: () => [...counterTotals.threads].filter((thread) => !ended.has(thread)).length,
    stop,
  });
}

/** Takes the messages that have arrived from a port. */
function* receivedBy(port: MessagePort | null): Generator<AgentMessage> {
  for (let next = port && receiveMessageOnPort(port); next; next = port && receiveMessageOnPort(port))
    yield next.message as AgentMessage;
}

/** Removes the private socket, or the owner's token. Node removes the socket only if the thread has the time to end in order. */
function removeFile(path: string): void {
  try {
    rmSync(path, { force: true });
  } catch {
    // The app may have given up the right to. The next command removes what is left.
  }
}
