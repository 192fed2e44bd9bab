/** A keep-alive connection that sends requests and waits for the responses, with little work of its own. */
import { connect } from 'node:net';

export interface Request {
  readonly method: string;
  readonly path: string;
  /** JSON. */
  readonly body?: string;
}

export interface Answer {
  readonly status: number;
  /** Number of characters of the whole response. */
  readonly length: number;
}

export interface Connection {
  /** Sends one request at a time. Rejects if the server closes the connection. */
  readonly send: (request: string) => Promise<Answer>;
  readonly close: () => void;
}

/** Returns the text of a request. */
export function encodeRequest({ method, path, body }: Request): string {
  const head = [`${method} ${path} HTTP/1.1`, 'Host: 127.0.0.1'];
  if (body === undefined) return `${head.join('\r\n')}\r\n\r\n`;
  const more = ['Content-Type: application/json', `Content-Length: ${Buffer.byteLength(body)}`];
  return `${[...head, ...more].join('\r\n')}\r\n\r\n${body}`;
}

export function openConnection(port: number): Connection {
  const socket = connect({ port, host: '127.0.0.1', noDelay: true });
  let received = '';
  let waiting: { resolve: (answer: Answer) => void; reject: (error: Error) => void } | undefined;
  socket.setEncoding('latin1');
  socket.on('data', (chunk: string) => {
    received += chunk;
    if (!isComplete(received)) return;
    const answer = { status: Number(received.slice(9, 12)), length: received.length };
    received = '';
    waiting?.resolve(answer);
  });
  socket.on('error', (error) => waiting?.reject(error));
  socket.on('close', () => waiting?.reject(new Error('the server closed the connection')));
  return {
    send(request) {
      return new Promise((resolve, reject) => {
        waiting = { resolve, reject };
        socket.write(request, 'latin1');
      });
    },
    close: () => socket.destroy(),
  };
}

/** Returns whether a response is complete, by its content length or its last chunk. */
function isComplete(answer: string): boolean {
  const head = answer.indexOf('\r\n\r\n');
  if (head < 0) return false;
  const length = /\r\ncontent-length: (\d+)/i.exec(answer.slice(0, head));
  if (length) return answer.length >= head + 4 + Number(length[1]);
  return answer.endsWith('\r\n0\r\n\r\n');
}
