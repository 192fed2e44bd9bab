/** Streams of an exec request over both protocols that kubectl speaks. */
import { type Duplex, PassThrough, Writable } from 'node:stream';
import type { ExecStreams } from './exec.js';
import { serveSpdy } from './spdy.js';
import type { StatusObject } from './statuses.js';
import type { BinarySocket } from './websocket.js';

/** Streams that a client asks for in the query. */
export interface WantedStreams {
  readonly stdin: boolean;
  readonly stdout: boolean;
  readonly stderr: boolean;
}

/** Channels of the subprotocols `v4.channel.k8s.io` and `v5.channel.k8s.io`. */
const STDIN = 0;
const STDOUT = 1;
const STDERR = 2;
const ERROR = 3;
/** Channel of version 5, whose messages name a channel that the client closes. */
const CLOSED = 255;

/** Serves an exec over a WebSocket. */
export async function serveExecOverWebSocket(
  socket: BinarySocket,
  wanted: WantedStreams,
  run: (streams: ExecStreams) => Promise<void>,
): Promise<void> {
  const stdin = wanted.stdin ? new PassThrough() : null;
  const channel = (id: number) =>
    new Writable({ write: (chunk: Buffer, _, done) => void sendOn(id, chunk).then(() => done(), done) });
  const sendOn = (id: number, chunk: Buffer) => socket.send(Buffer.concat([Buffer.from([id]), chunk]));
  const finish = (status: StatusObject) => {
    const sent = sendOn(ERROR, Buffer.from(JSON.stringify(status)));
    sent.then(() => socket.close()).catch(() => {}); // The client is gone.
  };
  const stdout = wanted.stdout ? channel(STDOUT) : null;
  const stderr = wanted.stderr ? channel(STDERR) : null;
  const ended = run({ stdin, stdout, stderr, finish });
  try {
    for await (const message of socket.messages) {
      if (message[0] === STDIN) stdin?.write(message.subarray(1));
      if (message[0] === CLOSED && message[1] === STDIN) stdin?.end();
    }
  } catch {
    // The client or a fault has cut the connection.
  }
  stdin?.end();
  await ended;
}

/** Serves an exec over SPDY: runs it when the client has opened all streams that it asks for. */
export async function serveExecOverSpdy(
  socket: Duplex,
  wanted: WantedStreams,
  run: (streams: ExecStreams) => Promise<void>,
): Promise<void> {
  const names = ['error', ...(['stdin', 'stdout', 'stderr'] as const).filter((name) => wanted[name])];
  const streams = new Map<string, Duplex>();
  let ended: Promise<void> | undefined;
  await serveSpdy(socket, ({ headers, duplex }) => {
    const name = headers.get('streamtype') ?? '';
    if (name !== 'stdin') duplex.resume();
    streams.set(name, duplex);
    if (ended !== undefined || !names.every((each) => streams.has(each))) return;
    const [stdin = null, stdout = null, stderr = null] = ['stdin', 'stdout', 'stderr'].map((each) =>
      streams.get(each),
    );
    // The client closes the connection when it has read the status.
    const finish = (status: StatusObject) => void streams.get('error')?.end(JSON.stringify(status));
    ended = run({ stdin, stdout, stderr, finish });
  });
  await ended;
}
