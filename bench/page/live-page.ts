/** Serves the live page of a measured program by `covermain open`, as a user does. */
import { setTimeout as delay } from 'node:timers/promises';
import type { Page } from 'playwright-core';
import { awaitAgent, type LiveApp, startLive } from '../live.js';
import { inRepository, type Seat } from '../project.js';
import { type Program, startProgram } from '../run/program.js';
import { cleanEnvironment } from '../variants.js';

export interface LivePage {
  /** URL of the page, without what it shows. It ends with the token. */
  readonly address: string;
  readonly close: () => Promise<void>;
}

const ADDRESS = /http:\/\/127\.0\.0\.1:\d+\/#token=[\w-]+/;

/** Milliseconds between two looks at the output of the command. */
const LOOK_INTERVAL = 100;
const MAX_LOOKS = 300;

/** Starts `app.cjs`, and the command as soon as the agent answers. */
export async function openLivePage(seat: Seat, node: string): Promise<LivePage> {
  const app: LiveApp = await startLive(seat, ['app.cjs']);
  await awaitAgent(app);
  const server = startProgram({
    command: node,
    args: [inRepository('bin/covermain.js'), 'open', '--no-browser'],
    cwd: seat.root,
    env: cleanEnvironment(),
  });
  return {
    address: await awaitAddress(server),
    async close() {
      await server.kill();
      await app.program.kill();
    },
  };
}

async function awaitAddress({ output }: Program): Promise<string> {
  for (let look = 0; look < MAX_LOOKS; look++) {
    const [address] = ADDRESS.exec(output()) ?? [];
    if (address !== undefined) return address;
    await delay(LOOK_INTERVAL);
  }
  throw new Error(`covermain open printed no address:\n${output()}`);
}

/** Counts the pieces of streams that a page receives, from now on. */
export async function countReceived(page: Page): Promise<() => number> {
  const session = await page.context().newCDPSession(page);
  let received = 0;
  session.on('Network.dataReceived', () => {
    received += 1;
  });
  await session.send('Network.enable');
  return () => received;
}
