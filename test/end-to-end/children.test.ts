/** Every Node process that a program starts is counted exactly. */
import { type CountedCase, describeCounted, loaded } from '../support/counted-programs.js';
import { AGENT } from '../support/with-agent.js';

const WORKERS = "import { Worker } from 'node:worker_threads'; import { once } from 'node:events';";
const CHILDREN = "import * as children from 'node:child_process'; import { once } from 'node:events';";
const HERE = 'const here = (file) => new URL(file, import.meta.url);';

const PROCESSES: readonly CountedCase[] = [
  [
    'that are forked, spawned or executed',
    `${CHILDREN} ${HERE}
    const [file, module] = [here('work.cjs').pathname, here('work.mjs').pathname];
    await Promise.all([
      once(children.fork(file), 'exit'),
      once(children.fork(here('work.mjs')), 'exit'),
      once(children.spawn(process.execPath, [module], { stdio: 'ignore' }), 'exit'),
      once(children.exec(\`node \${file} && node \${module}\`), 'exit'),
    ]);
    children.execFileSync('node', [file]);
    children.execSync('node ' + module);
    children.spawnSync('node', [file]);`,
    { 'work.cjs': loaded(4), 'work.mjs': loaded(4) },
  ],
  [
    'with an environment of their own',
    `${CHILDREN} ${HERE}
    const [file, env] = [here('work.cjs').pathname, { PATH: process.env.PATH }];
    await once(children.fork(file, { env: {} }), 'exit');
    await once(children.spawn(process.execPath, [file], { env }), 'exit');
    await once(children.exec('node ' + file, { env }), 'exit');
    children.spawnSync(process.execPath, [file], { env: {} });
    children.execFileSync('node', [file], { env: { ...env, NODE_OPTIONS: '--no-warnings' } });
    children.execSync('node ' + file, { env });`,
    { 'work.cjs': loaded(6) },
  ],
  [
    'that are started by all other ways, and without any environment',
    `${CHILDREN} ${HERE} import { promisify } from 'node:util';
    const [file, { execPath }] = [here('work.cjs').pathname, process];
    const command = JSON.stringify(execPath) + ' ' + file;
    await promisify(children.execFile)(execPath, [file]);
    await promisify(children.execFile)(execPath, [file], { env: {} });
    await promisify(children.exec)(command, { env: {} });
    await once(children.spawn(command, { env: {}, shell: true }), 'exit');
    children.execSync(command, { env: {} });
    children.execFileSync(execPath, [file], { env: {} });
    children.spawnSync(command, { env: {}, shell: true });
    await once(children.fork(file, { detached: true, env: {} }), 'exit');`,
    { 'work.cjs': loaded(8) },
  ],
  [
    'of children, through a shell and through one with an environment of its own',
    `${CHILDREN} ${HERE}
    await once(children.fork(here('parent.cjs'), { env: { PATH: process.env.PATH } }), 'exit');`,
    { 'parent.cjs': {}, 'work.cjs': loaded(1), 'work.mjs': loaded(1) },
    {
      'parent.cjs': `const { execSync, fork } = require('node:child_process');
        execSync('sh -c "node ' + __dirname + '/work.cjs"');
        fork(__dirname + '/work.mjs', { env: {} });`,
    },
  ],
  [
    'of a cluster',
    `import cluster from 'node:cluster'; import { once } from 'node:events'; import './work.mjs';
    if (cluster.isPrimary) {
      const workers = [cluster.fork(), cluster.fork({ OWN: '1' })];
      await Promise.all(workers.map((worker) => once(worker, 'exit')));
    } else process.exit(0);`,
    { 'work.mjs': loaded(3) },
  ],
  [
    'of a thread',
    `${WORKERS} ${HERE} await once(new Worker(here('thread.cjs')), 'exit');`,
    { 'thread.cjs': {}, 'work.cjs': loaded(1), 'work.mjs': loaded(1) },
    {
      'thread.cjs': `const { execFileSync, fork } = require('node:child_process');
        execFileSync(process.execPath, [__dirname + '/work.cjs'], { env: {} });
        fork(__dirname + '/work.mjs');`,
    },
  ],
];

describeCounted('children', PROCESSES);
describeCounted('children with an agent in each process', PROCESSES, AGENT);
