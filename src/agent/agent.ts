/** The agent's thread: begins as the app's main thread starts it. */
import { constants, setPriority } from 'node:os';
import { workerData } from 'node:worker_threads';
import { describeError } from '../platform/errors.js';
import { AGENT_STATE, SHARED_STATE, sharedState } from '../platform/shared-state.js';
import { warnNow } from '../platform/warn.js';
import type { AgentData } from '../runtime/agent-thread.js';
import { openAgent } from './open-agent.js';

const data = workerData as AgentData;

/** The app goes on without us; what was flushed by now stays. */
process.on('uncaughtException', (error) => {
  const words = sharedState();
  Atomics.store(words, SHARED_STATE.agent, AGENT_STATE.dead);
  warnNow(`the agent of process ${data.header.pid} has failed: ${describeError(error)}`);
  // The main thread may wait for us to finish.
  Atomics.notify(words, SHARED_STATE.finished);
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
