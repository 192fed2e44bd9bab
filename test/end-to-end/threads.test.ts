/** Code of the project in worker threads is counted exactly. */
import { type CountedCase, describeCounted, loaded } from '../support/counted-programs.js';
import { AGENT } from '../support/with-agent.js';

const WORKERS = "import { Worker } from 'node:worker_threads'; import { once } from 'node:events';";
const HERE = 'const here = (file) => new URL(file, import.meta.url);';

const THREADS: readonly CountedCase[] = [
  [
    'made of files: CommonJS, an ES module, and one of them again',
    `${WORKERS} ${HERE}
    const files = ['work.cjs', 'work.mjs', 'work.mjs'].map(here);
    await Promise.all(files.map((file) => once(new Worker(file), 'exit')));`,
    { 'work.cjs': loaded(1), 'work.mjs': loaded(2) },
  ],
  [
    'that share a module with the main thread',
    `${WORKERS} ${HERE} import './work.mjs';
    await once(new Worker(here('work.mjs')), 'exit');
    await once(new Worker(here('second.mjs')), 'exit');`,
    { 'work.mjs': loaded(3), 'second.mjs': {} },
    { 'second.mjs': "import './work.mjs';" },
  ],
  [
    'made of source text',
    `${WORKERS} ${HERE}
    const requires = \`require(\${JSON.stringify(here('work.cjs').pathname)})\`;
    const imports = \`import(\${JSON.stringify(here('work.mjs').href)})\`;
    await Promise.all([requires, imports].map((text) => once(new Worker(text, { eval: true }), 'exit')));`,
    { 'work.cjs': loaded(1), 'work.mjs': loaded(1) },
  ],
  [
    'made of a data: URL',
    `${WORKERS} ${HERE}
    const url = new URL('data:text/javascript,import ' + JSON.stringify(here('work.mjs').href));
    await once(new Worker(url), 'exit');`,
    { 'work.mjs': loaded(1) },
  ],
  [
    'with an environment of their own, none, or that of all',
    `import { SHARE_ENV, Worker } from 'node:worker_threads'; import { once } from 'node:events'; ${HERE}
    for (const env of [{ OWN: '1' }, {}, SHARE_ENV, process.env, undefined])
      for (const file of ['work.cjs', 'work.mjs']) await once(new Worker(here(file), { env }), 'exit');`,
    { 'work.cjs': loaded(5), 'work.mjs': loaded(5) },
  ],
  [
    'with arguments for Node of their own',
    `${WORKERS} ${HERE}
    await once(new Worker(here('work.cjs'), { execArgv: ['--no-warnings'] }), 'exit');
    await once(new Worker(here('work.mjs'), { execArgv: [], env: { OWN: '1' } }), 'exit');`,
    { 'work.cjs': loaded(1), 'work.mjs': loaded(1) },
  ],
  [
    'in threads in threads',
    `${WORKERS} ${HERE} await once(new Worker(here('outer.mjs')), 'exit');`,
    { 'work.cjs': loaded(2), 'work.mjs': loaded(1), 'outer.mjs': {}, 'inner.cjs': {} },
    {
      'outer.mjs': `${WORKERS} ${HERE}
        import './work.mjs';
        await once(new Worker(here('inner.cjs')), 'exit');
        await once(new Worker(here('inner.cjs'), { env: { OWN: '1' } }), 'exit');`,
      'inner.cjs': "require('./work.cjs');",
    },
  ],
  [
    'that are terminated in a loop that has no end',
    `${WORKERS} ${HERE}
    const worker = new Worker(here('busy.cjs'));
    await once(worker, 'message');
    await worker.terminate();`,
    { 'busy.cjs': { busy: 1 }, 'work.cjs': loaded(1) },
    {
      'busy.cjs': `require('./work.cjs'); busy();
        function busy() { require('node:worker_threads').parentPort.postMessage('busy'); for (;;); }`,
    },
  ],
  [
    'that still run as the process exits',
    `${WORKERS} ${HERE}
    const workers = [new Worker(here('busy.cjs')), new Worker(here('idle.mjs'))];
    await Promise.all(workers.map((worker) => once(worker, 'message')));
    process.exit(0);`,
    { 'busy.cjs': { busy: 1 }, 'idle.mjs': { idle: 1 } },
    {
      'busy.cjs': `busy();
        function busy() { require('node:worker_threads').parentPort.postMessage('busy'); for (;;); }`,
      'idle.mjs': `import { parentPort } from 'node:worker_threads';
        idle();
        function idle() { parentPort.on('message', idle); parentPort.postMessage('idle'); }`,
    },
  ],
  [
    'that call process.exit, or fail',
    `${WORKERS} ${HERE}
    await once(new Worker(here('exits.cjs')), 'exit');
    const failing = new Worker(here('fails.mjs'));
    await once(failing, 'error');`,
    { 'exits.cjs': { exits: 1, never: 0 }, 'fails.mjs': { fails: 1 } },
    {
      'exits.cjs': 'exits(); function exits() { process.exit(3); never(); } function never() {}',
      'fails.mjs': "fails(); function fails() { throw new Error('boom'); }",
    },
  ],
  [
    'of a main program that is itself CommonJS',
    "import { createRequire } from 'node:module'; createRequire(import.meta.url)('./main.cjs');",
    { 'main.cjs': { told: 2 }, 'work.cjs': loaded(1), 'work.mjs': loaded(1) },
    {
      'main.cjs': `const { Worker } = require('node:worker_threads');
        for (const file of ['work.cjs', 'work.mjs']) new Worker(__dirname + '/' + file).on('exit', told);
        function told() {}`,
    },
  ],
  [
    'by the dozen',
    `${WORKERS} ${HERE}
    await Promise.all(Array.from({ length: 6 }, () => once(new Worker(here('work.cjs')), 'exit')));`,
    { 'work.cjs': loaded(6) },
  ],
];

describeCounted('threads', THREADS);
describeCounted('threads with an agent', THREADS, AGENT);
