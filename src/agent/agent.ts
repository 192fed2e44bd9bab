/** The entry of the agent's thread, which the app's main thread starts. */
import './agent-channel.js'; // first

import { constants, setPriority } from 'node:os';
import { workerData } from 'node:worker_threads';
import { messageOf } from '../platform/errors.js';
import { AGENT_STATE, SHARED_STATE, sharedState } from '../platform/shared-state.js';
import { describeUnexpected } from '../platform/unexpected-error.js';
import { warnNow } from '../platform/warn.js';
import { appendRunEvent } from '../run-log/run-log.js';
import { consequenceOfAgentFailure } from '../runtime/agent-failures.js';
import type { AgentData } from '../runtime/agent-thread.js';
import { openAgent } from './open-agent.js';

const data = workerData as AgentData;

// The app continues without the agent. Counts that were flushed by now are kept.
process.on('uncaughtException', (error) => {
  const state = sharedState();
  Atomics.store(state, SHARED_STATE.agent, AGENT_STATE.dead);
  const { pid } = data.header;
  appendRunEvent(data.run.log, { event: 'agent failed', pid, reason: messageOf(error) });
  warnNow(describeUnexpected(error, `Process ${pid}: the agent failed. ${consequenceOfAgentFailure()} `));
  // The main thread may be waiting for the last write.
  Atomics.notify(state, SHARED_STATE.finished);
  process.exit();
});

void openAgent(data, yieldToApp);

/** Lets the app run first if both need the processor. Only on Linux, where each thread has a priority of its own. */
function yieldToApp(): void {
  if (process.platform !== 'linux') return;
  try {
    setPriority(0, constants.priority.PRIORITY_BELOW_NORMAL);
  } catch {
    // A sandbox may forbid it. Then the agent only competes with the app for time.
  }
}
