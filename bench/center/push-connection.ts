/** A keep-alive connection of an agent to a center, with little work of its own. */
import { connect } from 'node:net';

export interface PushConnection {
  /** Pushes a body. @returns the status. Rejects if the center closes the connection */
  readonly push: (body: Buffer) => Promise<number>;
  readonly close: () => void;
}

export function openPushConnection(port: number, name: string): PushConnection {
  const socket = connect({ port, host: '127.0.0.1', noDelay: true });
  let received = '';
  let waiting: { resolve: (status: number) => void; reject: (error: Error) => void } | undefined;
  socket.setEncoding('latin1');
  socket.on('data', (chunk: string) => {
    received += chunk;
    // A push is answered without a body, or with a short text of a known length.
    const head = received.indexOf('\r\n\r\n');
    const [, length = '0'] = /\r\ncontent-length: (\d+)/i.exec(received) ?? [];
    if (head < 0 || received.length < head + 4 + Number(length)) return;
    const status = Number(received.slice(9, 12));
    received = '';
    waiting?.resolve(status);
  });
  socket.on('error', (error) => waiting?.reject(error));
  socket.on('close', () => waiting?.reject(new Error('the center closed the connection')));
  return {
    push(body) {
      return new Promise((resolve, reject) => {
        waiting = { resolve, reject };
        const head = `PUT /v1/cover/push/${name} HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: ${body.length}\r\n\r\n`;
        socket.write(head, 'latin1');
        socket.write(body);
      });
    },
    close: () => socket.destroy(),
  };
}
