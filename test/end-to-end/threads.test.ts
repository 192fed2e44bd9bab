/** Worker threads that run code of the project have exact counts. */
import { type CountedCase, describeCounted, loaded } from '../support/counted-programs.js';
import { AGENT } from '../support/with-agent.js';

const WORKERS = "import { Worker } from 'node:worker_threads'; import { once } from 'node:events';";
const HERE = 'const here = (file) => new URL(file, import.meta.url);';

const THREADS: readonly CountedCase[] = [
  [
    'threads started from a CommonJS file, an ES module and the same module again',
    `${WORKERS} ${HERE}
    const files = ['work.cjs', 'work.mjs', 'work.mjs'].map(here);
    await Promise.all(files.map((file) => once(new Worker(file), 'exit')));`,
    { 'work.cjs': loaded(1), 'work.mjs': loaded(2) },
  ],
  [
    'threads that load the same module as the main thread',
    `${WORKERS} ${HERE} import './work.mjs';
    await once(new Worker(here('work.mjs')), 'exit');
    await once(new Worker(here('second.mjs')), 'exit');`,
    { 'work.mjs': loaded(3), 'second.mjs': {} },
    { 'second.mjs': "import './work.mjs';" },
  ],
  [
    'threads started from source text',
    `${WORKERS} ${HERE}
    const requires = \`require(\${JSON.stringify(here('work.cjs').pathname)})\`;
    const imports = \`import(\${JSON.stringify(here('work.mjs').href)})\`;
    await Promise.all([requires, imports].map((text) => once(new Worker(text, { eval: true }), 'exit')));`,
    { 'work.cjs': loaded(1), 'work.mjs': loaded(1) },
  ],
  [
    'a thread started from a data: URL',
    `${WORKERS} ${HERE}
    const url = new URL('data:text/javascript,import ' + JSON.stringify(here('work.mjs').href));
    await once(new Worker(url), 'exit');`,
    { 'work.mjs': loaded(1) },
  ],
  [
    'threads with their own, an empty, a shared or a copied environment',
    `import { SHARE_ENV, Worker } from 'node:worker_threads'; import { once } from 'node:events'; ${HERE}
    for (const env of [{ OWN: '1' }, {}, SHARE_ENV, process.env, undefined])
      for (const file of ['work.cjs', 'work.mjs']) await once(new Worker(here(file), { env }), 'exit');`,
    { 'work.cjs': loaded(5), 'work.mjs': loaded(5) },
  ],
  [
    'threads with their own execArgv',
    `${WORKERS} ${HERE}
    await once(new Worker(here('work.cjs'), { execArgv: ['--no-warnings'] }), 'exit');
    await once(new Worker(here('work.mjs'), { execArgv: [], env: { OWN: '1' } }), 'exit');`,
    { 'work.cjs': loaded(1), 'work.mjs': loaded(1) },
  ],
  [
    'threads started by threads',
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
    'a thread terminated in an endless loop',
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
    'threads that still run when the process exits',
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
    'threads that call process.exit or throw',
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
    'threads started by a CommonJS program',
    "import { createRequire } from 'node:module'; createRequire(import.meta.url)('./main.cjs');",
    { 'main.cjs': { told: 2 }, 'work.cjs': loaded(1), 'work.mjs': loaded(1) },
    {
      'main.cjs': `const { Worker } = require('node:worker_threads');
        for (const file of ['work.cjs', 'work.mjs']) new Worker(__dirname + '/' + file).on('exit', told);
        function told() {}`,
    },
  ],
  [
    'six threads at a time',
    `${WORKERS} ${HERE}
    await Promise.all(Array.from({ length: 6 }, () => once(new Worker(here('work.cjs')), 'exit')));`,
    { 'work.cjs': loaded(6) },
  ],
];

describeCounted('threads', THREADS);
describeCounted('threads in a process with an agent', THREADS, AGENT);
