/** Puts the parts of the agent together: what counts come from, and who asks for them. */
import { rmSync } from 'node:fs';
import { parentPort } from 'node:worker_threads';
import { AGENT_STATE, SHARED_STATE, sharedState } from '../platform/shared-state.js';
import { warnOnce } from '../platform/warn.js';
import { openMetaStore } from '../profile/store/meta-store.js';
import { journalOf, noteInJournal } from '../run-log/journal.js';
import type { AgentData, AgentMessage } from '../runtime/agent-thread.js';
import { openChannel, type ThreadMessage } from '../runtime/threads/thread-channel.js';
import { createCommandHandler } from './command-handler.js';
import { openControls } from './controls.js';
import { endProgram } from './end-program.js';
import { openCounterTotals } from './recording/counter-totals.js';
import { openProfileWriter } from './recording/profile-writer.js';
import { openRecorder } from './recording/recorder.js';

/** Milliseconds between two readings of the counters, at most: they must not wrap around unseen. */
const READ_EVERY = 1_000;

export async function openAgent({ run, header, slabs, metas: unwritten }: AgentData): Promise<void> {
  const words = sharedState();
  const ledger = openCounterTotals();
  const metas = openMetaStore(run.directory, { isHolding: true });
  const writer = openProfileWriter(metas, warnOnce);
  const onReset = (at: string) => {
    Atomics.add(words, SHARED_STATE.resets, 1);
    noteInJournal(journalOf(run.directory, run.id), { event: 'reset', at, pid: header.pid }, warnOnce);
  };
  const recorder = openRecorder({ header, directory: run.directory, ledger, writer, onReset });
  for (const slab of slabs) ledger.add(slab);
  for (const meta of unwritten) metas.add(meta);

  const flush = () => recorder.flush();
  const answer = createCommandHandler(recorder, header.start);
  const receive = (message: ThreadMessage) => {
    if ('slab' in message) ledger.add(message.slab);
    if ('meta' in message) metas.add(message.meta);
    if (!('question' in message)) return;
    const answered = answer(message.question);
    if (answered) channel.send({ answer: answered });
  };
  const channel = openChannel(receive);
  let socket: string | undefined;
  parentPort?.on('message', (message: AgentMessage) => {
    if (!('finish' in message)) return receive(message);
    channel.receive();
    Atomics.store(words, SHARED_STATE.lost, flush() ? 0 : 1);
    if (message.isOver && socket !== undefined) removeSocket(socket);
    Atomics.store(words, SHARED_STATE.finished, message.finish);
    Atomics.notify(words, SHARED_STATE.finished);
  });

  // Whoever has the word first: a process that ends before writes by itself.
  if (
    Atomics.compareExchange(words, SHARED_STATE.agent, AGENT_STATE.starting, AGENT_STATE.ready) !==
    AGENT_STATE.starting
  )
    return;
  const { flush: every } = run.controls;
  if (every !== null) setInterval(flush, every);
  if (every === null || every > READ_EVERY) setInterval(() => recorder.read(), READ_EVERY);
  const stop = () => endProgram({ words, channel, grace: run.controls.grace, flush });
  socket = await openControls({ run, header, recorder, metas, writer, stop });
}

/** Node does so only where the thread has the time to end in order. */
function removeSocket(path: string): void {
  try {
    rmSync(path, { force: true });
  } catch {
    // The app may have given up the right to; whoever finds it dead removes it.
  }
}
