/** All threads of a process share a few words, each by itself and no other process. */
import assert from 'node:assert/strict';
import { AGENT, sharedWords, WORDS } from '../../src/shared-words.js';
import { killLeftPrograms } from '../support/program.js';
import { LOAD, startSource } from '../support/sources.js';

/** Of a thread: adds to a word, and starts another that does the same, so many deep. */
const ADDS = `${LOAD}
const { Worker, workerData } = require('node:worker_threads');
const { sharedWords, WORDS } = load('shared-words.ts');
const { deep, code } = workerData;
Atomics.add(sharedWords(), WORDS.resets, 1);
if (deep > 1) new Worker(code, { eval: true, env: {}, workerData: { deep: deep - 1, code } });
`;

/** What a main thread begins with. */
const MAIN = `
const { Worker } = require('node:worker_threads');
const { sharedWords, WORDS } = load('shared-words.ts');
const code = ${JSON.stringify(ADDS)};
const start = (deep) => new Worker(code, { eval: true, workerData: { deep, code } });
const told = () => console.log('resets ' + Atomics.load(sharedWords(), WORDS.resets));
`;

describe('sharedWords', () => {
  afterEach(killLeftPrograms);

  it('gives each word a place of its own, which is 0 at first', async () => {
    const words = sharedWords();
    const places = Object.values(WORDS);
    assert.equal(new Set(places).size, places.length);
    assert.deepEqual([...places].sort(), [...words.keys()]);
    assert.equal(new Set(Object.values(AGENT)).size, Object.keys(AGENT).length);
    const program = startSource("console.log([...load('shared-words.ts').sharedWords()].join());");
    assert.equal(await program.exitCode, 0, program.output());
    assert.equal(program.output(), `${places.map(() => 0)}\n`);
  });

  it('are the same each time', () => {
    assert.equal(sharedWords().buffer, sharedWords().buffer);
  });

  it('are the same in threads, in threads of threads, and where those have an environment of their own', async () => {
    const program = startSource(`${MAIN} sharedWords(); start(3).on('exit', told);`);
    assert.equal(await program.exitCode, 0, program.output());
    assert.equal(program.output(), 'resets 3\n');
  });

  it('are of a thread alone where the main thread had none as it started', async () => {
    const program = startSource(`${MAIN} start(1).on('exit', told);`);
    assert.equal(await program.exitCode, 0, program.output());
    assert.equal(program.output(), 'resets 0\n');
  });
});
