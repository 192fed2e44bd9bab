/**
 * A separate process that loads a server in a closed loop: each connection sends its next request after the response to the
 * last one. Its parent sends each load as a message.
 */
import { type Connection, encodeRequest, openConnection, type Request } from './connection.js';

export interface LoadOrder {
  readonly port: number;
  readonly connections: number;
  /** Requests that are sent in turn, repeatedly. */
  readonly mix: readonly Request[];
  /** Number of requests. @default unlimited */
  readonly requests?: number;
  /** Milliseconds. @default unlimited */
  readonly duration?: number;
}

export interface LoadResult {
  /** Milliseconds. */
  readonly time: number;
  /** Milliseconds from request to response, in ascending order. */
  readonly latencies: readonly number[];
  /** Status and length of each response to one round of the mix. */
  readonly check: string;
}

process.on('message', async (order: LoadOrder) => process.send?.(await load(order)));

async function load({ port, connections, mix, requests = Infinity, duration = Infinity }: LoadOrder) {
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
