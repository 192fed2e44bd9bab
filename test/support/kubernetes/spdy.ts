/**
 * The server's side of SPDY/3.1, as kubectl's client speaks it.
 *
 * That client (moby/spdystream) neither sends nor respects WINDOW_UPDATE, so there is no flow control except the one of
 * the connection: frames are written when the connection has drained.
 */
import { Duplex } from 'node:stream';
import { createHeaderCodec } from './spdy-headers.js';

/** One stream that the client has opened. */
export interface SpdyStream {
  readonly headers: ReadonlyMap<string, string>;
  /** Readable until the client has closed its side; `end()` closes the server's side; `destroy()` resets the stream. */
  readonly duplex: Duplex;
}

const SYN_STREAM = 1;
const SYN_REPLY = 2;
const RST_STREAM = 3;
const PING = 6;
const GOAWAY = 7;
const FIN = 1;
/** Status of RST_STREAM with which an endpoint gives up a stream. */
const CANCEL = 5;

/** Serves the SPDY connection on a socket. Resolves when the connection has ended. */
export async function serveSpdy(socket: Duplex, onStream: (stream: SpdyStream) => void): Promise<void> {
  const codec = createHeaderCodec();
  const streams = new Map<number, Duplex>();
  const writeControl = (type: number, payload: Buffer) => socket.write(controlFrame(type, payload));

  async function accept(payload: Buffer, flags: number): Promise<void> {
    const id = payload.readUInt32BE(0);
    const headers = await codec.decode(payload.subarray(10));
    const duplex = createStream(socket, id, () => streams.delete(id));
    streams.set(id, duplex);
    writeControl(SYN_REPLY, Buffer.concat([uint32(id), await codec.encode(new Map())]));
    if ((flags & FIN) !== 0) duplex.push(null);
    onStream({ headers, duplex });
  }

  async function handle({ type, id, flags, payload }: Frame): Promise<void> {
    if (type === null) {
      const stream = streams.get(id);
      if (payload.length > 0) stream?.push(payload);
      if ((flags & FIN) !== 0) stream?.push(null);
    } else if (type === SYN_STREAM) await accept(payload, flags);
    else if (type === RST_STREAM)
      streams.get(payload.readUInt32BE(0))?.destroy(new Error('reset by the client'));
    else if (type === PING) writeControl(PING, payload);
    else if (type === GOAWAY) socket.end();
  }

  try {
    for await (const frame of readFrames(socket)) await handle(frame);
  } catch {
    socket.destroy(); // The client or a fault has cut the connection.
  } finally {
    for (const stream of streams.values()) stream.destroy();
  }
}

interface Frame {
  /** Type of a control frame. Null for data. */
  readonly type: number | null;
  /** Stream of a data frame. */
  readonly id: number;
  readonly flags: number;
  readonly payload: Buffer;
}

async function* readFrames(socket: Duplex): AsyncGenerator<Frame> {
  let rest: Buffer = Buffer.alloc(0);
  for await (const chunk of socket) {
    rest = rest.length === 0 ? chunk : Buffer.concat([rest, chunk]);
    for (;;) {
      if (rest.length < 8) break;
      const end = 8 + rest.readUIntBE(5, 3);
      if (rest.length < end) break;
      const isControl = (rest.readUInt8(0) & 0x80) !== 0;
      yield {
        type: isControl ? rest.readUInt16BE(2) : null,
        id: rest.readUInt32BE(0),
        flags: rest.readUInt8(4),
        payload: rest.subarray(8, end),
      };
      rest = rest.subarray(end);
    }
  }
}

function createStream(socket: Duplex, id: number, onClose: () => void): Duplex {
  const write = (flags: number, data: Buffer, done: (error?: Error | null) => void) => {
    if (socket.destroyed || socket.writableEnded) done(new Error('the connection has ended'));
    else socket.write(Buffer.concat([uint32(id), uint32(flags * 2 ** 24 + data.length), data]), done);
  };
  const stream = new Duplex({
    allowHalfOpen: true,
    read() {},
    write: (data: Buffer, _encoding, done) => write(0, data, done),
    final: (done) => write(FIN, Buffer.alloc(0), done),
    destroy(error, done) {
      const isOpen = !this.writableFinished && !socket.destroyed && !socket.writableEnded;
      if (isOpen) socket.write(controlFrame(RST_STREAM, Buffer.concat([uint32(id), uint32(CANCEL)])));
      onClose();
      done(error);
    },
  });
  return stream.on('error', () => {}); // Each user of the stream learns about its end from 'close'.
}

function controlFrame(type: number, payload: Buffer): Buffer {
  return Buffer.concat([uint32(0x80030000 + type), uint32(payload.length), payload]);
}

function uint32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(value);
  return bytes;
}
