/** Measured apps that receive requests while they run. */
import { setTimeout as delay } from 'node:timers/promises';
import { requestAgent } from '../src/agent/peers/agent-client.js';
import { findAgents } from '../src/agent/peers/find-agents.js';
import type { Dump } from '../src/profile/model/dump.js';
import type { Seat } from './project.js';
import { type Program, type Report, startProgram } from './run/program.js';

export interface LiveApp {
  readonly seat: Seat;
  readonly program: Program;
  /** First report of the app. */
  readonly report: Report;
}

/** Milliseconds between two searches for an agent. */
const SEARCH_INTERVAL = 100;
const MAX_SEARCHES = 300;

export interface StartedOnce {
  /** Starts the app on the first call, and returns the same app on later calls. */
  readonly get: () => Promise<LiveApp>;
  readonly close: () => Promise<void>;
}

export function startedOnce(seat: Seat, args: readonly string[]): StartedOnce {
  let app: Promise<LiveApp> | undefined;
  return {
    get() {
      app ??= startLive(seat, args);
      return app;
    },
    async close() {
      await (await app)?.program.kill();
    },
  };
}

export async function startLive(seat: Seat, args: readonly string[]): Promise<LiveApp> {
  const program = startProgram(await seat.launch(args));
  const { report } = await program.report();
  return { seat, program, report };
}

/** Waits for the agent of a project's only measured process. Returns the absolute path of its private socket. */
export async function awaitAgent({ seat }: LiveApp): Promise<string> {
  for (let search = 0; search < MAX_SEARCHES; search++) {
    const [agent] = await findAgents(seat.root);
    if (agent) return agent.path;
    await delay(SEARCH_INTERVAL);
  }
  throw new Error(`the app in ${seat.root} has no agent`);
}

/** Makes the agent write the profile by a direct request, without `covermain dump`. */
export async function dumpBy(socket: string): Promise<Dump> {
  const { status, body } = await requestAgent(socket, {
    method: 'POST',
    path: '/v1/cover/dump?process=self',
  });
  const { dumps } = JSON.parse(body.toString()) as { readonly dumps: readonly Dump[] };
  if (status !== 200 || !dumps[0]) throw new Error(`the agent answered with ${status}: ${body.toString()}`);
  return dumps[0];
}

/** Returns the resources that the ticking app has used since the last call. */
export async function usageOf({ program }: LiveApp): Promise<Report> {
  program.send('usage');
  return (await program.report()).report;
}
