/** Sources of the small services that tests run in a window. */

/** A server that says where it listens and answers `/hit` by a function of its own. Returns itself. */
export const SERVER = `
import http from 'node:http';

export async function main(): Promise<http.Server> {
  const server = http.createServer((request, response) => response.end(answer(request.url)));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  console.log('listening on ' + (typeof address === 'object' ? address?.port : address));
  return server;
}

function answer(url: string | undefined): string {
  return url === '/hit' ? hit() : missed();
}

function hit(): string {
  return 'hit';
}

function missed(): string {
  return 'missed';
}
`;

/** Asks the service that a program runs, and gives the answer. */
export async function ask(port: string | undefined, path: string): Promise<string> {
  const response = await fetch(`http://127.0.0.1:${port}${path}`);
  return response.text();
}

/**
 * A program that calls `hit` for each character that is typed, and then says how often it has by now; it ends with its
 * input. CommonJS.
 *
 * @param more code at the top
 */
export function typedApp(more = ''): string {
  return `
let hits = 0;
process.stdin.on('data', (typed) => { for (const _ of typed) hit(); console.log('hits ' + hits); });
${more}
console.log('ready ' + process.pid);
function hit() { hits++; }
`;
}
