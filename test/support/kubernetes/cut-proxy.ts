/** Stands before the port of an agent, and cuts connections. */
import { createServer, request as openRequest } from 'node:http';
import { type TakenPort, takePort } from '../ports.js';

export interface Cut {
  /** Path of the requests that are cut, without the query. */
  readonly path: string;
  /** `request`: the agent does not receive the request. `response`: the client does not receive the response. */
  readonly part: 'request' | 'response';
  /** Number of requests that are cut. */
  times: number;
}

/** Passes requests on to a port, except for those that are cut. */
export function startCutProxy(port: number, cut: Cut): Promise<TakenPort> {
  const server = createServer((incoming, outgoing) => {
    const isCut = cut.times > 0 && incoming.url?.split('?')[0] === cut.path;
    if (isCut) cut.times -= 1;
    if (isCut && cut.part === 'request') {
      incoming.socket.destroy();
      return;
    }
    const { method = 'GET', url = '/', headers } = incoming;
    const passed = openRequest(
      { host: '127.0.0.1', port, method, path: url, headers, agent: false },
      (response) => {
        if (isCut) {
          response.resume().once('end', () => incoming.socket.destroy());
          return;
        }
        outgoing.writeHead(response.statusCode ?? 500, response.headers);
        response.pipe(outgoing);
      },
    );
    passed.on('error', () => incoming.socket.destroy());
    incoming.pipe(passed);
  });
  return takePort(server);
}
