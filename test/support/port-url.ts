/** The port of a run, spoken to as its clients speak to it. */
import type { LiveAgent } from './live-agents.js';

/** The URL of the port that a process has bound, once it has. */
export async function urlOf(agent: LiveAgent): Promise<string> {
  for (;;) {
    const { http } = await agent.status();
    if (http !== null) return http;
  }
}
