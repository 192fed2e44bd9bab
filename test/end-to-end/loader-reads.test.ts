/** Tests that Node's loader gets instrumented ES modules, and that an app notices nothing of that. */
import assert from 'node:assert/strict';
import { symlinkSync } from 'node:fs';
import { outcomeOf, startNode } from '../support/measured-programs.js';
import { type MeasuredProject, useMeasuredProject } from '../support/measured-project.js';

/** Prints what an app can observe of the functions that read files. */
const OBSERVES = `
import fs, { readFileSync } from 'node:fs';
import promises, { readFile } from 'node:fs/promises';
const url = new URL('./part.mjs', import.meta.url);
const gone = new URL('./gone.mjs', import.meta.url);
const sizes = async () => [
  await readFile(url), await readFile(url, 'utf8'), await promises.readFile(url), await fs.promises.readFile(url.pathname),
  readFileSync(url), readFileSync(url, 'utf8'), fs.readFileSync(url.pathname),
  await new Promise((resolve) => fs.readFile(url, (_error, bytes) => resolve(bytes))),
].map(({ length }) => length);
const errors = async () => [
  await readFile(gone).catch(({ stack }) => stack),
  (() => { try { readFileSync(gone); } catch ({ stack }) { return stack; } })(),
].map((stack) => stack.split('\\n').filter((line) => !line.includes('observes.')));
const observe = async () => ({
  sizes: await sizes(),
  errors: await errors(),
  texts: [readFile, readFileSync].map((one) => [one.name, one.length, String(one), Object.keys(one)]),
  same: [readFile === fs.promises.readFile, readFile === promises.readFile, readFileSync === fs.readFileSync],
  // An accessor while the app is measured.
  options: { ...Object.getOwnPropertyDescriptors(Error), prepareStackTrace: Error.prepareStackTrace },
});
console.log(await observe());
console.log((await import('./part.mjs')).part(), await observe());
`;

const FILES = {
  'package.json': '{"type":"module"}',
  '.nycrc': JSON.stringify({ include: ['src/**', 'lib/**'] }),
  'src/part.mjs': "export function part() { return 'part'; }",
  'src/observes.mjs': OBSERVES,
  'src/kinds.mjs': `
    import data from './data.json' with { type: 'json' };
    import { part } from './part.mjs';
    import { part as other } from './part.mjs?query#fragment';
    import { text } from 'data:text/javascript,export const text = "data"';
    import old, { named } from './old.cjs';
    console.log(data, part === other, text, old.named === named, named(), part(), other(), import.meta.url.length);`,
  'src/data.json': '{"key":1}',
  'src/old.cjs': "exports.named = function named() { return 'old'; };",
  'src/app.js':
    "import { part } from './part.mjs'; import { typeless } from '../lib/typeless.js'; part(); typeless();",
  'lib/package.json': '{}',
  'lib/typeless.js': "import './script.js'; export function typeless() { console.log('typeless'); }",
  'lib/script.js':
    "script(); function script() { const [{}] = [arguments]; console.log('script', this === exports); }",
  'src/wraps.mjs': `
    import fs from 'node:fs';
    const { readFile } = fs.promises;
    fs.promises.readFile = (...args) => readFile(...args);
    Error.prepareStackTrace = (_error, frames) => 'frames: ' + frames.length;
    Error.stackTraceLimit = 3;
    const { part } = await import('./part.mjs');
    console.log(part(), new Error('limited').stack);`,
  'src/mocks.cjs': `
    const fs = require('node:fs');
    const { mock } = require('node:test');
    const { value, ...attributes } = Object.getOwnPropertyDescriptor(fs, 'readFileSync');
    console.log(value === fs.readFileSync, attributes);
    const method = mock.method(fs, 'readFileSync', () => 'mocked');
    console.log(fs.readFileSync('anything'));
    method.mock.restore();
    const { readFileSync } = fs;
    fs.readFileSync = (path, options) => readFileSync(path, options);
    console.log(require('./imports.mjs').imported());`,
  'src/browser.cjs': `
    Object.assign(globalThis, { process: undefined, Buffer: undefined, URL: class {} });
    console.log(require('./old.cjs').named());
    import('./part.mjs').then(({ part }) => console.log(part()));`,
  'src/imports.mjs': "import { part } from './part.mjs'; export const imported = () => part();",
};

describe("Node's loader of ES modules in a measured app", () => {
  let made: MeasuredProject;
  useMeasuredProject(FILES, {}, (one) => {
    made = one;
    symlinkSync('src/app.js', one.project.path('link.js'));
  });

  /** Asserts that Node prints the same and ends in the same way with and without measuring. Returns the counts. */
  async function assertUnchanged(args: readonly string[]) {
    const { project, measuring } = made;
    const all = ['--no-warnings', '--enable-source-maps', ...args];
    const plain = await outcomeOf(startNode(project, all));
    assert.deepEqual([plain.code, plain.stderr], [0, '']);
    const { env, functions } = measuring();
    assert.deepEqual(await outcomeOf(startNode(project, all, env)), plain);
    return functions;
  }

  it('shares its functions with the app, which reads the original files with them', async () => {
    const functions = await assertUnchanged(['src/observes.mjs']);
    assert.deepEqual(functions('src/part.mjs'), { part: 1 });
  });

  it('loads modules of all kinds', async () => {
    const functions = await assertUnchanged(['src/kinds.mjs']);
    assert.deepEqual(functions('src/part.mjs'), { part: 2 });
    assert.deepEqual(functions('src/old.cjs'), { named: 1 });
  });

  it('decides which files without a type are ES modules', async () => {
    const functions = await assertUnchanged(['src/app.js']);
    assert.deepEqual(functions('lib/typeless.js'), { typeless: 1 });
    assert.deepEqual(functions('lib/script.js'), { script: 1 });
  });

  it('loads modules through symbolic links', async () => {
    assert.deepEqual((await assertUnchanged(['link.js']))('src/part.mjs'), { part: 1 });
  });

  it('uses functions that the app has wrapped, and leaves the settings of Error alone', async () => {
    assert.deepEqual((await assertUnchanged(['src/wraps.mjs']))('src/part.mjs'), { part: 1 });
  });

  it('lets an app mock and wrap the functions before it loads the first module', async () => {
    const functions = await assertUnchanged(['src/mocks.cjs']);
    assert.deepEqual(functions('src/part.mjs'), { part: 1 });
  });

  it('works after the app has replaced globals that browsers lack', async () => {
    const functions = await assertUnchanged(['src/browser.cjs']);
    assert.deepEqual(functions('src/part.mjs'), { part: 1 });
    assert.deepEqual(functions('src/old.cjs'), { named: 1 });
  });

  it('works with frozen intrinsics', async () => {
    assert.deepEqual((await assertUnchanged(['--frozen-intrinsics', 'src/app.js']))('src/part.mjs'), {
      part: 1,
    });
  });
});
