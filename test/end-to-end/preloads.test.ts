/** Tests that preloads of an app run as often as in plain Node, in each of its threads. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { parse } from 'acorn';
import { outcomeOf, startNode } from '../support/measured-programs.js';
import { type MeasuredProject, useMeasuredProject } from '../support/measured-project.js';
import { freePort } from '../support/ports.js';
import { REPOSITORY } from '../support/project.js';

/** Prints one line for each thread that runs it, in one write: the hooks thread has no stdout of its own. */
const PRELOAD = `
const { isMainThread } = require('node:worker_threads');
require('node:fs').writeSync(1, 'preload in the main thread: ' + isMainThread + '\\n');`;

const FILES = {
  'package.json': '{}',
  'preload.cjs': PRELOAD,
  'preload.mjs': "import './preload.cjs';",
  'listen.cjs': "require('node:net').createServer().listen(Number(process.env.PORT)).unref();",
  'src/app.mjs': "import { part } from './part.mjs';\nimport './old.cjs';\npart();",
  'src/part.mjs': 'export function part() { console.log("part"); }',
  'src/old.cjs': 'function old() { console.log("old"); }\nold();',
  'src/required.cjs': "const { part } = require('./part.mjs');\npart();",
  'src/hooked.mjs': `
    import { register } from 'node:module';
    import { part } from './part.mjs';
    part();
    register('./hooks.mjs', import.meta.url);
    const { late } = await import('./late.mjs');
    late();`,
  'src/hooks.mjs': "import { writeSync } from 'node:fs';\nwriteSync(1, 'hooks\\n');",
  'reader.mjs': `
    import { readFile } from 'node:fs/promises';
    export async function load(url, context, nextLoad) {
      if (!url.endsWith('.mjs')) return nextLoad(url, context);
      return { format: 'module', source: await readFile(new URL(url), 'utf8'), shortCircuit: true };
    }`,
  'src/late.mjs': 'export function late() { console.log("late"); }',
  'src/threads.mjs': `
    import { Worker } from 'node:worker_threads';
    new Worker(new URL('./app.mjs', import.meta.url)).on('exit', (code) => console.log('exit ' + code));`,
};

describe('preloads of a measured app', () => {
  let made: MeasuredProject;
  useMeasuredProject(FILES, {}, (one) => {
    made = one;
  });

  /**
   * Asserts that Node prints the same and ends in the same way with and without measuring.
   *
   * @returns counts of the functions of each measured file
   */
  async function assertUnchanged(args: readonly string[], env: Readonly<Record<string, string>> = {}) {
    const { project, measuring } = made;
    const plain = await outcomeOf(startNode(project, args, env));
    const { env: own, functions } = measuring();
    const NODE_OPTIONS = [own.NODE_OPTIONS, env.NODE_OPTIONS].join(' ').trim();
    const measured = await outcomeOf(startNode(project, args, { ...env, ...own, NODE_OPTIONS }));
    assert.deepEqual(measured, plain);
    assert.deepEqual([measured.code, measured.stderr], [0, '']);
    return functions;
  }

  it('run once in a process of ES modules', async () => {
    const functions = await assertUnchanged(['--require', './preload.cjs', 'src/app.mjs']);
    assert.deepEqual(functions('src/part.mjs'), { part: 1 });
    assert.deepEqual(functions('src/old.cjs'), { old: 1 });
  });

  it('run once if NODE_OPTIONS names them, or if they are ES modules', async () => {
    await assertUnchanged(['src/app.mjs'], { NODE_OPTIONS: '--require ./preload.cjs' });
    await assertUnchanged(['--import', './preload.mjs', 'src/app.mjs']);
  });

  it('run once if CommonJS requires an ES module', async () => {
    const functions = await assertUnchanged([
      '--no-warnings',
      '--require',
      './preload.cjs',
      'src/required.cjs',
    ]);
    assert.deepEqual(functions('src/part.mjs'), { part: 1 });
  });

  it('can open a port', async () => {
    const PORT = String(await freePort());
    await assertUnchanged(['--require', './listen.cjs', 'src/app.mjs'], { PORT });
  });

  it('run in the hooks thread once the app registers hooks, as in plain Node', async () => {
    const functions = await assertUnchanged([
      '--no-warnings',
      '--require',
      './preload.cjs',
      'src/hooked.mjs',
    ]);
    assert.deepEqual(functions('src/late.mjs'), { late: 1 });
  });

  it('can be loader hooks that read files themselves', async () => {
    const functions = await assertUnchanged([
      '--no-warnings',
      '--experimental-loader',
      './reader.mjs',
      'src/app.mjs',
    ]);
    assert.deepEqual(functions('src/part.mjs'), { part: 1 });
  });

  it('run in each worker thread, as in plain Node', async () => {
    const functions = await assertUnchanged(['--require', './preload.cjs', 'src/threads.mjs']);
    assert.deepEqual(functions('src/part.mjs'), { part: 1 });
  });
});

describe('the preload of a measured process', () => {
  it('is a script that Node 8 can parse and load', () => {
    const text = readFileSync(`${REPOSITORY}/dist/src/hooks/preload.cjs`, 'utf8');
    parse(text, { ecmaVersion: 2017, sourceType: 'script', allowReturnOutsideFunction: true });
    const required = [
      ...new Set([...text.matchAll(/require(?:\.resolve)?\("([^"]+)"\)/g)].map(([, name]) => name)),
    ];
    assert.deepEqual(required.sort(), ['./install-hooks.cjs', 'fs', 'vm']);
  });
});
