/** The agent's thread: begins as the app's main thread starts it. */
import { constants, setPriority } from 'node:os';
import { workerData } from 'node:worker_threads';
import { sayNow } from '../complaint.js';
import { describeError } from '../errors.js';
import type { AgentData } from '../runtime/agent-thread.js';
import { AGENT, sharedWords, WORDS } from '../shared-words.js';
import { openAgent } from './open-agent.js';

const data = workerData as AgentData;

/** The app goes on without us; what was flushed by now stays. */
process.on('uncaughtException', (error) => {
  const words = sharedWords();
  Atomics.store(words, WORDS.agent, AGENT.dead);
  sayNow(`the agent of process ${data.header.pid} has failed: ${describeError(error)}`);
  // The main thread may wait for us to finish.
  Atomics.notify(words, WORDS.finished);
  process.exit();
});

yieldToApp();
void openAgent(data);

/** Where both want the processor, the app goes first. On Linux a priority is the thread's alone. */
function yieldToApp(): void {
  if (process.platform !== 'linux') return;
  try {
    setPriority(0, constants.priority.PRIORITY_BELOW_NORMAL);
  } catch {
    // A sandbox may forbid it, and only time is lost.
  }
}
