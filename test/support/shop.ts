/** A small service that tests of the live page click through: some modules, a loop that blocks, and names with markup. */
import type { Files } from './project.js';

/** Runs in a browser if a page ever treats it as markup. The test reads the variable. */
const MARKUP = '<img src=x onerror=globalThis.executedMarkup=1>';

/** Path of a module whose name is markup. */
export const MARKUP_FILE = `src/${MARKUP}.js`;

/** Name of a session that is markup. */
export const MARKUP_SESSION = `"><script>globalThis.executedMarkup=1</script>${MARKUP}`;

/** Line of each statement that tests look at, from 1. */
export const CART_LINES = { add: 2, discount: 5, noDiscount: 5, refund: 8 } as const;

/**
 * The service. It prints `ready PORT CONTROL` with the port of the service, whose routes are below, and the port of a thread that
 * ends `/block`.
 */
export const SHOP: Files = {
  'package.json': JSON.stringify({ name: 'shop', type: 'module' }),
  '.nycrc': JSON.stringify({ include: ['src/**'], all: true }),
  'src/server.js': `import { createServer } from 'node:http';
import { Worker } from 'node:worker_threads';
import { add, discount, refund } from './shop/cart.js';
import { block } from './shop/block.js';
import './${MARKUP}.js';
const released = new Int32Array(new SharedArrayBuffer(4));
const routes = {
  '/add': () => add(),
  '/discount': () => discount(12),
  '/no-discount': () => discount(1),
  '/refund': () => refund(),
  '/block': () => block(released),
  '/exit': () => setImmediate(() => process.exit(0)),
};
const server = createServer((request, response) => {
  const act = routes[request.url];
  response.setHeader('Connection', 'close');
  response.statusCode = act ? 200 : 404;
  response.end(String(act?.()));
});
server.listen(0, '127.0.0.1', () => {
  const control = new Worker(new URL('./control.js', import.meta.url), { workerData: released });
  control.unref();
  control.on('message', (port) => console.log('ready', server.address().port, port, '.'));
});
`,
  'src/control.js': `import { createServer } from 'node:http';
import { parentPort, workerData } from 'node:worker_threads';
const server = createServer((request, response) => {
  Atomics.store(workerData, 0, 1);
  response.setHeader('Connection', 'close');
  response.end('released');
});
server.listen(0, '127.0.0.1', () => parentPort.postMessage(server.address().port));
`,
  'src/shop/cart.js': `export function add() {
  return 'added';
}
export function discount(price) {
  return price > 10 ? price * 0.9 : price;
}
export function refund() {
  return 'refunded';
}
`,
  'src/shop/block.js': `/** Blocks the event loop until another thread releases it. */
export function block(released) {
  let turns = 0;
  while (Atomics.load(released, 0) === 0) {
    turns += 1;
  }
  Atomics.store(released, 0, 0);
  return turns > 0;
}
`,
  'src/shop/unused.js': `export function unused() {
  return 'never loaded';
}
`,
  [MARKUP_FILE]: `// </script><script>globalThis.executedMarkup=1</script>
export const text = '${MARKUP}';
`,
};
