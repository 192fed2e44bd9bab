/** Cost of the agent in a long-running program. */
import { setTimeout as delay } from 'node:timers/promises';
import { LIBRARIES, type Library } from '../libraries.js';
import { awaitAgent, startLive, usageOf } from '../live.js';
import { createSeat, rowOf, type Seat } from '../project.js';
import type { Bench, Sample, Scenario, Table } from '../scenario.js';
import { covermainAlone, PLAIN } from '../variants.js';

/** The first flush, which starts the agent, would happen after an hour. */
const NO_AGENT = covermainAlone('covermain, before it has an agent', { COVER_FLUSH: '1h' });
const UNFLUSHED = covermainAlone('covermain, COVER_FLUSH=off', { COVER_FLUSH: 'off' });
const FLUSHED = covermainAlone('covermain, flushed every second');

export const agent: Scenario = {
  name: 'agent',
  isolates:
    'Cost of the agent in a program that runs for long and does little. Every 5 ms the program calls measured code of a ' +
    'library, so each flush has something to write. CPU is the time of all threads of the process. RSS is measured at the ' +
    'end of the interval.',
  rounds: { full: 5, quick: 1 },
  metrics: [
    { name: 'CPU', unit: 'ms/s' },
    { name: 'RSS', unit: 'MB' },
  ],
  tables: async (bench) => LIBRARIES.map((library) => tableOf(bench, library)),
};

function tableOf(bench: Bench, { name, project }: Library): Table {
  const files = project();
  const duration = bench.isQuick ? 2000 : 5000;
  const rows = [PLAIN, NO_AGENT, UNFLUSHED, FLUSHED].map((variant) => {
    const seat = createSeat(bench.createDirectory('agent'), variant, bench.node, files);
    const hasAgent = variant === UNFLUSHED || variant === FLUSHED;
    return rowOf(variant, seat, {
      prime: async () => void (await measure(seat, name, hasAgent, 1)),
      sample: () => measure(seat, name, hasAgent, duration),
    });
  });
  return { title: `agent, ${name}`, base: PLAIN.name, rows };
}

/** Starts to measure two seconds after the agent's start, so that the work of its start is over. */
async function measure(seat: Seat, name: string, hasAgent: boolean, duration: number): Promise<Sample> {
  const app = await startLive(seat, ['app.cjs', name]);
  if (hasAgent) await awaitAgent(app);
  else await delay(1000);
  await delay(2000);
  await usageOf(app);
  await delay(duration);
  const report = await usageOf(app);
  app.program.send('stop');
  await app.program.exit;
  return { ...report, isCounting: seat.hasCounted() };
}
