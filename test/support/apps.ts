/** Provides sources of small apps that tests run. */

/** Source of a server that prints its port and responds to `/hit` in a separate function. `main` returns the server. */
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

/** Sends a request to a server on this machine. @returns the text of the response */
export async function ask(port: string | undefined, path: string): Promise<string> {
  const response = await fetch(`http://127.0.0.1:${port}${path}`);
  return response.text();
}

/**
 * Returns a CommonJS program that calls `hit` for each character of its input, and then prints the number of calls so
 * far. It ends when its input ends.
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
