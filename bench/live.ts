/** Measured apps that are asked while they run. */
import { setTimeout as delay } from 'node:timers/promises';
import { requestAgent } from '../src/agent/peers/agent-client.js';
import { findAgents } from '../src/agent/peers/find-agents.js';
import type { Dump } from '../src/profile/model/dump.js';
import type { Seat } from './project.js';
import { type Program, type Report, startProgram } from './run/program.js';

export interface LiveApp {
  readonly seat: Seat;
  readonly program: Program;
  /** What it says of itself at its start. */
  readonly report: Report;
}

/** Milliseconds between two looks for an agent, and how often one is looked for. */
const LOOK_EVERY = 100;
const MOST_LOOKS = 300;

export interface StartedOnce {
  /** Starts the app, or gives the one that was started before. */
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

/** Absolute path of the private socket of a project's only measured process. */
export async function awaitAgent({ seat }: LiveApp): Promise<string> {
  for (let looks = 0; looks < MOST_LOOKS; looks++) {
    const [agent] = await findAgents(seat.root);
    if (agent) return agent.path;
    await delay(LOOK_EVERY);
  }
  throw new Error(`the app in ${seat.root} has no agent`);
}

/** Has the agent itself write the profile: no command is between. */
export async function dumpBy(socket: string): Promise<Dump> {
  const { status, body } = await requestAgent(socket, {
    method: 'POST',
    path: '/v1/cover/dump?process=self',
  });
  const { dumps } = JSON.parse(body.toString()) as { readonly dumps: readonly Dump[] };
  if (status !== 200 || !dumps[0]) throw new Error(`the agent answered with ${status}: ${body.toString()}`);
  return dumps[0];
}

/** What an app that ticks has used since it was asked before. */
export async function usageOf({ program }: LiveApp): Promise<Report> {
  program.send('usage');
  return (await program.report()).report;
}
