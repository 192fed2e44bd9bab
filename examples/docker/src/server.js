import { createServer } from 'node:http';
import { quote } from './prices.js';

const server = createServer((request, response) => {
  const { pathname, searchParams } = new URL(request.url ?? '/', 'http://localhost');
  if (pathname === '/healthz') return answer(response, 200, { status: 'ok' });
  if (pathname !== '/quote') return answer(response, 404, { error: 'not found' });
  const items = Number(searchParams.get('items') ?? 1);
  if (!Number.isInteger(items) || items < 1)
    return answer(response, 400, { error: 'items: expected 1 or more' });
  answer(response, 200, quote(items, searchParams.get('country') ?? 'DE'));
});

server.listen(Number(process.env.PORT ?? 8080), () => console.log('listening'));
process.once('SIGTERM', stop);

/** Answers pending requests and ends the program. Node as PID 1 ignores SIGTERM without such a handler. */
function stop() {
  server.close(() => console.log('closed'));
}

/**
 * @param {import('node:http').ServerResponse} response
 * @param {number} status
 * @param {object} body
 */
function answer(response, status, body) {
  response.writeHead(status, { 'content-type': 'application/json' }).end(`${JSON.stringify(body)}\n`);
}
