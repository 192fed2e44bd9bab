/** Programs that `npm run test:ctrl-c` interrupts. Each call of `hit` writes its time to the file `NOTES` before it returns. */

export interface InterruptedApp {
  readonly title: string;
  /** Command line without covermain; `null` if the app runs in a window only. */
  readonly plain: string | null;
  /** Command line with covermain. */
  readonly measured: string;
  /** How each run must end, if no plain run shows it. */
  readonly windowEnd?: string;
  /** Number of `got SIGINT` that the app's handlers print. */
  readonly signals: number;
  /** Whether the app answers requests at the port that it prints. */
  readonly isServer: boolean;
  /** Milliseconds of calls that may be missing in the profile. */
  readonly mayLose: number;
}

/** `COVER_FLUSH` of each run, in milliseconds. */
export const FLUSH = 1_000;

/** Milliseconds that a program with a handler lives on after its first signal, so that a second one would be seen. */
const LIVES_ON = 300;

const NOTE = `
const notes = openSync(process.env.NOTES, 'a');
function hit() { writeSync(notes, Date.now() + '\\n'); }
`;

const REQUIRE_FS = "const { openSync, writeSync } = require('node:fs');";

const SERVER = `
const server = require('node:http').createServer((request, response) => { hit(); response.end('hit'); });
`;

const LISTEN = "server.listen(0, '127.0.0.1', () => console.log('ready at ' + server.address().port));";

const COUNT_SIGNALS = `
let signals = 0;
process.on('SIGINT', () => {
  console.log('got SIGINT ' + ++signals);
  if (signals === 1) interrupted();
});
`;

export const SOURCES = {
  'src/server.cjs': REQUIRE_FS + NOTE + SERVER + LISTEN,
  'src/handler.cjs': `${REQUIRE_FS} ${NOTE} ${SERVER} ${LISTEN} ${COUNT_SIGNALS}
    function interrupted() {
      server.close();
      setTimeout(() => process.exit(5), ${LIVES_ON});
    }`,
  'src/module.mjs': `
    import { hit } from './counting.mjs';
    let calls = 0;
    setInterval(() => { hit(); if (++calls === 10) console.log('ready'); }, 2);`,
  'src/counting.mjs': `
    import { openSync, writeSync } from 'node:fs';
    ${NOTE}
    export { hit };`,
  'src/main.ts': `
    import http from 'node:http';
    import type { AddressInfo } from 'node:net';
    import { openSync, writeSync } from 'node:fs';
    const notes: number = openSync(process.env.NOTES as string, 'a');
    function hit(): void { writeSync(notes, Date.now() + '\\n'); }
    export async function main(): Promise<http.Server> {
      const server = http.createServer((_request, response) => { hit(); response.end('hit'); });
      await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
      console.log('ready at ' + (server.address() as AddressInfo).port);
      return server;
    }`,
  'src/cluster.cjs': `
    const cluster = require('node:cluster');
    if (cluster.isPrimary) startProcesses();
    else serve();
    function serve() { ${REQUIRE_FS} ${NOTE} ${SERVER} server.listen(0, '127.0.0.1'); }
    function startProcesses() {
      ${COUNT_SIGNALS}
      let left = 4;
      let starting = 3;
      let port;
      const countEnd = () => { if (--left === 0) process.exit(3); };
      function interrupted() { setTimeout(countEnd, ${LIVES_ON}); }
      const countStart = () => { if (--starting === 0) console.log('ready at ' + port); };
      const follow = (name, child) => child.on('exit', (code, signal) => {
        console.log('end of ' + name + ': ' + (signal ?? code));
        countEnd();
      });
      cluster.on('listening', (_worker, address) => { port = address.port; countStart(); });
      follow('worker 1', cluster.fork());
      follow('worker 2', cluster.fork());
      const child = require('node:child_process').fork(require.resolve('./child.cjs'));
      child.once('message', countStart);
      follow('child', child);
    }`,
  'src/child.cjs': `${REQUIRE_FS} ${NOTE} ${COUNT_SIGNALS}
    setInterval(hit, 5);
    process.send('started');
    function interrupted() { setTimeout(() => process.exit(4), ${LIVES_ON}); }`,
  'src/blocked.cjs': `${REQUIRE_FS} ${NOTE}
    for (let calls = 1; ; calls++) {
      const begin = performance.now();
      hit();
      while (performance.now() - begin < 1);
      if (calls === 100) console.log('ready');
    }`,
};

export const APPS: readonly InterruptedApp[] = [
  app('CommonJS server', 'src/server.cjs', { isServer: true }),
  app('own SIGINT handler', 'src/handler.cjs', { isServer: true, signals: 1 }),
  app('ES module', 'src/module.mjs'),
  {
    title: 'TypeScript in a window',
    plain: null,
    measured: 'MANUAL_INTEGRATION=1 covermain manual',
    windowEnd: 'exits with 0',
    signals: 0,
    isServer: true,
    mayLose: 0,
  },
  app('cluster and child', 'src/cluster.cjs', { isServer: true, signals: 2 }),
  app('blocked event loop', 'src/blocked.cjs', { mayLose: FLUSH }),
];

function app(title: string, file: string, more: Partial<InterruptedApp> = {}): InterruptedApp {
  const plain = `node ${file}`;
  const measured = `covermain run -- ${plain}`;
  return { title, plain, measured, signals: 0, isServer: false, mayLose: 0, ...more };
}
