/** Puts the parts of the agent together: what counts come from, and who asks for them. */
import { rmSync } from 'node:fs';
import { parentPort } from 'node:worker_threads';
import { complainOnce } from '../complaint.js';
import { journalOf, noteInJournal } from '../profile/journal.js';
import { openMetaStore } from '../profile/meta-store.js';
import type { AgentData, AgentMessage } from '../runtime/agent-thread.js';
import { openChannel, type ThreadMessage } from '../runtime/thread-channel.js';
import { AGENT, sharedWords, WORDS } from '../shared-words.js';
import { createAnswers } from './answers.js';
import { openControls } from './controls.js';
import { endProgram } from './end-program.js';
import { openLedger } from './ledger.js';
import { openProfileWriter } from './profile-writer.js';
import { openRecorder } from './recorder.js';

/** Milliseconds between two readings of the counters, at most: they must not wrap around unseen. */
const READ_EVERY = 1_000;

export async function openAgent({ run, header, slabs, metas: unwritten }: AgentData): Promise<void> {
  const words = sharedWords();
  const ledger = openLedger();
  const metas = openMetaStore(run.directory, { isHolding: true });
  const writer = openProfileWriter(metas, complainOnce);
  const onReset = (at: string) => {
    Atomics.add(words, WORDS.resets, 1);
    noteInJournal(journalOf(run.directory, run.id), { event: 'reset', at, pid: header.pid }, complainOnce);
  };
  const recorder = openRecorder({ header, directory: run.directory, ledger, writer, onReset });
  for (const slab of slabs) ledger.add(slab);
  for (const meta of unwritten) metas.add(meta);

  const flush = () => recorder.flush();
  const answer = createAnswers(recorder, header.start);
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
    Atomics.store(words, WORDS.lost, flush() ? 0 : 1);
    if (message.isOver && socket !== undefined) removeSocket(socket);
    Atomics.store(words, WORDS.finished, message.finish);
    Atomics.notify(words, WORDS.finished);
  });

  // Whoever has the word first: a process that ends before writes by itself.
  if (Atomics.compareExchange(words, WORDS.agent, AGENT.starting, AGENT.ready) !== AGENT.starting) return;
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
