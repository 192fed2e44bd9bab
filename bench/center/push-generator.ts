/**
 * A separate process that pushes as many agents do: each at its own moment of every second, over its own connection. All bodies
 * are encoded before. A push that is late, because the one before it was not answered, keeps its planned time, so latencies
 * include the waiting.
 */
import { setTimeout as delay } from 'node:timers/promises';
import { encodeArchive } from '../../src/profile/format/archive.js';
import { countersNameOf, encodeCounters } from '../../src/profile/format/counters-file.js';
import { encodeMeta, hashOf, metaNameOf } from '../../src/profile/format/meta-file.js';
import { countsOf, makeProgram } from '../profiles/program.js';
import { openPushConnection, type PushConnection } from './push-connection.js';

export interface PushOrder {
  readonly port: number;
  /** Number of agents. */
  readonly agents: number;
  /** Number of pushes of each agent. */
  readonly pushes: number;
  /** Milliseconds between two pushes of an agent; 0 to push again after each response. */
  readonly interval: number;
  /** Number of source files, and of functions in each. */
  readonly program: { readonly files: number; readonly functions: number };
  /** Seconds that are added to the times of the profiles, so that those of a later order are newer. */
  readonly offset: number;
}

export interface PushResult {
  /** Number of pushes that the center has acknowledged. */
  readonly acknowledged: number;
  readonly failed: number;
  /** Milliseconds from the first push to the last response. */
  readonly time: number;
  /** Milliseconds from the planned time of a push to its response, in ascending order. */
  readonly latencies: readonly number[];
  /** Size of a body without metas, and of one with all. */
  readonly bytes: number;
  readonly bytesWithMetas: number;
}

/** Milliseconds from a request to the start of its pushes, so that all connections are open. */
const LEAD = 500;

process.on('message', async (order: PushOrder) => process.send?.(await push(order)));

async function push({ port, agents, pushes, interval, program, offset }: PushOrder): Promise<PushResult> {
  const counted = makeProgram(program.files, program.functions);
  const counts = countsOf(counted, 0);
  const encode = (agent: number, second: number, metas: ReadonlyMap<string, Buffer> = new Map()) => {
    const end = new Date(Date.UTC(2026, 0, 1) + (offset + second) * 1000).toISOString();
    const profile = { ...counts, run: `bench-${agent}`, pid: agent, pod: `shop-${agent}`, end };
    return encodeArchive(new Map([...metas, [countersNameOf(profile), encodeCounters(profile)]]));
  };
  const encoded = counted.modules.map(({ meta }) => encodeMeta(meta));
  const metas = new Map(encoded.map((bytes) => [metaNameOf(hashOf(bytes)), bytes]));
  const withMetas = encode(0, -1, metas);
  const bodies = Array.from({ length: agents }, (_, agent) =>
    Array.from({ length: pushes }, (_, second) => encode(agent, second)),
  );
  const connections = Array.from({ length: agents }, (_, agent) => openPushConnection(port, `shop-${agent}`));
  const first = await connections[0]?.push(withMetas);
  if (first === undefined || first >= 300) throw new Error(`the center answered with ${first}`);

  const latencies: number[] = [];
  let failed = 0;
  const start = performance.now() + LEAD;
  const loop = async (connection: PushConnection, agent: number) => {
    for (const [second, body] of (bodies[agent] ?? []).entries()) {
      const planned = start + interval * (second + agent / agents);
      const now = performance.now();
      if (planned > now) await delay(planned - now);
      const sent = interval === 0 ? performance.now() : planned;
      const status = await connection.push(body);
      latencies.push(performance.now() - sent);
      if (status >= 300) failed += 1;
    }
  };
  await Promise.all(connections.map(loop));
  const time = performance.now() - start;
  for (const { close } of connections) close();
  return {
    acknowledged: latencies.length - failed,
    failed,
    time,
    latencies: latencies.sort((a, b) => a - b),
    bytes: bodies[0]?.[0]?.length ?? 0,
    bytesWithMetas: withMetas.length,
  };
}
