/** The agent's thread: begins as the app's main thread starts it. */
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

void openAgent(data);
