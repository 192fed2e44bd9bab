/**
 * A process of its own that loads a server in a closed loop: each connection sends its next request when it has the
 * answer to the last. What it is to do comes from its parent, message by message.
 */
import { type Connection, encodeRequest, openConnection, type Request } from './connection.js';

export interface Orders {
  readonly port: number;
  readonly connections: number;
  /** Sent in turn, again and again. */
  readonly mix: readonly Request[];
  /** How many requests are sent, if not for how long. */
  readonly requests?: number;
  /** Milliseconds. */
  readonly duration?: number;
}

export interface LoadResult {
  /** Milliseconds. */
  readonly time: number;
  /** Milliseconds from request to answer, in ascending order. */
  readonly latencies: readonly number[];
  /** What one round of the mix was answered: status and length of each. */
  readonly check: string;
}

process.on('message', async (orders: Orders) => process.send?.(await load(orders)));

async function load({ port, connections, mix, requests = Infinity, duration = Infinity }: Orders) {
  const texts = mix.map(encodeRequest);
  const opened = Array.from({ length: connections }, () => openConnection(port));
  const check = await sendOnce(opened[0], texts);
  const latencies: number[] = [];
  let sent = 0;
  const start = performance.now();
  const loop = async (connection: Connection) => {
    for (let now = performance.now(); sent < requests && now - start < duration; ) {
      await connection.send(texts[sent++ % texts.length] ?? '');
      const then = now;
      now = performance.now();
      latencies.push(now - then);
    }
  };
  await Promise.all(opened.map(loop));
  const time = performance.now() - start;
  for (const connection of opened) connection.close();
  return { time, latencies: latencies.sort((a, b) => a - b), check } satisfies LoadResult;
}

async function sendOnce(connection: Connection | undefined, texts: readonly string[]): Promise<string> {
  const answers: string[] = [];
  for (const text of texts) {
    const answer = await connection?.send(text);
    answers.push(`${answer?.status}:${answer?.length}`);
  }
  return answers.join(' ');
}
