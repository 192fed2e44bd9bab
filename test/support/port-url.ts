/** Finds the port of a run. */
import type { LiveAgent } from './live-agents.js';

/** Resolves with the URL of the port after a process has bound it. */
export async function urlOf(agent: LiveAgent): Promise<string> {
  for (;;) {
    const { http } = await agent.status();
    if (http !== null) return http;
  }
}
