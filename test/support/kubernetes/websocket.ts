/** The server's side of a WebSocket (RFC 6455) for binary messages, as the API server has it for exec and port-forward. */
import { createHash } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { Duplex } from 'node:stream';

const CONTINUATION = 0;
const BINARY = 2;
const CLOSE = 8;
const PING = 9;
const PONG = 10;

export interface BinarySocket {
  /** Complete binary messages. Ends when the client closes the connection. */
  readonly messages: AsyncIterable<Buffer>;
  /** Sends a binary message. Resolves when it has been handed to the system. */
  send(message: Buffer): Promise<void>;
  /** Sends a close frame of a normal closure. */
  close(): void;
}

/** Accepts an upgrade to a WebSocket with a subprotocol. */
export function acceptWebSocket(request: IncomingMessage, socket: Duplex, protocol: string): BinarySocket {
  const key = `${request.headers['sec-websocket-key']}258EAFA5-E914-47DA-95CA-C5AB0DC85B11`;
  const lines = [
    'HTTP/1.1 101 Switching Protocols',
    'Upgrade: websocket',
    'Connection: Upgrade',
    `Sec-WebSocket-Accept: ${createHash('sha1').update(key).digest('base64')}`,
    `Sec-WebSocket-Protocol: ${protocol}`,
  ];
  socket.write(`${lines.join('\r\n')}\r\n\r\n`);
  const write = (opcode: number, payload: Buffer, done: (error?: Error | null) => void = () => {}) => {
    if (socket.destroyed || socket.writableEnded) done(new Error('the connection has ended'));
    else socket.write(Buffer.concat([frameHeader(opcode, payload.length), payload]), done);
  };
  const close = (payload: Buffer) => {
    write(CLOSE, payload);
    socket.end();
  };
  return {
    messages: readMessages(socket, write, close),
    send: (message) =>
      new Promise((resolve, reject) => {
        write(BINARY, message, (error) => (error ? reject(error) : resolve()));
      }),
    close: () => close(Buffer.from([1000 >> 8, 1000 & 0xff])),
  };
}

/** Returns a byte stream whose chunks are sent and received as messages. */
export function asByteStream(socket: BinarySocket): Duplex {
  const stream = new Duplex({
    read() {},
    write: (chunk: Buffer, _encoding, done) => void socket.send(chunk).then(() => done(), done),
    final: (done) => {
      socket.close();
      done();
    },
  });
  void (async () => {
    try {
      for await (const message of socket.messages) stream.push(message);
    } catch {
      // The client or a fault has cut the connection.
    }
    if (!stream.destroyed) stream.push(null);
  })();
  return stream.on('error', () => {});
}

async function* readMessages(
  socket: Duplex,
  write: (opcode: number, payload: Buffer) => void,
  close: (payload: Buffer) => void,
): AsyncGenerator<Buffer> {
  let parts: Buffer[] = [];
  for await (const { isFinal, opcode, payload } of readWebSocketFrames(socket)) {
    if (opcode === PING) write(PONG, payload);
    else if (opcode === CLOSE) return close(payload);
    else if (opcode !== PONG) {
      if (opcode !== CONTINUATION) parts = [];
      parts.push(payload);
      if (isFinal) yield Buffer.concat(parts);
    }
  }
}

interface WebSocketFrame {
  readonly isFinal: boolean;
  readonly opcode: number;
  readonly payload: Buffer;
}

async function* readWebSocketFrames(socket: Duplex): AsyncGenerator<WebSocketFrame> {
  let rest: Buffer = Buffer.alloc(0);
  for await (const chunk of socket) {
    rest = rest.length === 0 ? chunk : Buffer.concat([rest, chunk]);
    for (let size = frameSize(rest); size !== null; size = frameSize(rest)) {
      const { start, end } = size;
      const payload = rest.subarray(start, end);
      const mask = rest.subarray(start - 4, start);
      for (let index = 0; index < payload.length; index++)
        payload[index] = (payload[index] ?? 0) ^ (mask[index % 4] ?? 0);
      yield { isFinal: (rest.readUInt8(0) & 0x80) !== 0, opcode: rest.readUInt8(0) & 0x0f, payload };
      rest = rest.subarray(end);
    }
  }
}

/** Returns the range of the payload of the first frame, whose mask is before it. Null if the frame is incomplete. */
function frameSize(bytes: Buffer): { start: number; end: number } | null {
  if (bytes.length < 2) return null;
  const short = bytes.readUInt8(1) & 0x7f;
  const lengthBytes = short === 126 ? 2 : short === 127 ? 8 : 0;
  const start = 2 + lengthBytes + 4;
  if (bytes.length < start) return null;
  const length =
    lengthBytes === 0 ? short : lengthBytes === 2 ? bytes.readUInt16BE(2) : Number(bytes.readBigUInt64BE(2));
  return bytes.length < start + length ? null : { start, end: start + length };
}

function frameHeader(opcode: number, length: number): Buffer {
  if (length < 126) return Buffer.from([0x80 | opcode, length]);
  const header = Buffer.alloc(length < 65536 ? 4 : 10);
  header[0] = 0x80 | opcode;
  header[1] = length < 65536 ? 126 : 127;
  if (length < 65536) header.writeUInt16BE(length, 2);
  else header.writeBigUInt64BE(BigInt(length), 2);
  return header;
}
