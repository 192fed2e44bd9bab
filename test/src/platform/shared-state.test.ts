/** All threads of a process share a few words, each by itself and no other process. */
import assert from 'node:assert/strict';
import { AGENT_STATE, SHARED_STATE, sharedState } from '../../../src/platform/shared-state.js';
import { killLeftPrograms } from '../../support/program.js';
import { LOAD, startSource } from '../../support/sources.js';

/** Of a thread: adds to a word, and starts another that does the same, so many deep. */
const ADDS = `${LOAD}
const { Worker, workerData } = require('node:worker_threads');
const { sharedState, SHARED_STATE } = load('platform/shared-state.ts');
const { deep, code } = workerData;
Atomics.add(sharedState(), SHARED_STATE.resets, 1);
if (deep > 1) new Worker(code, { eval: true, env: {}, workerData: { deep: deep - 1, code } });
`;

/** What a main thread begins with. */
const MAIN = `
const { Worker } = require('node:worker_threads');
const { sharedState, SHARED_STATE } = load('platform/shared-state.ts');
const code = ${JSON.stringify(ADDS)};
const start = (deep) => new Worker(code, { eval: true, workerData: { deep, code } });
const told = () => console.log('resets ' + Atomics.load(sharedState(), SHARED_STATE.resets));
`;

describe('sharedState', () => {
  afterEach(killLeftPrograms);

  it('gives each word a place of its own, which is 0 at first', async () => {
    const words = sharedState();
    const places = Object.values(SHARED_STATE);
    assert.equal(new Set(places).size, places.length);
    assert.deepEqual([...places].sort(), [...words.keys()]);
    assert.equal(new Set(Object.values(AGENT_STATE)).size, Object.keys(AGENT_STATE).length);
    const program = startSource("console.log([...load('platform/shared-state.ts').sharedState()].join());");
    assert.equal(await program.exitCode, 0, program.output());
    assert.equal(program.output(), `${places.map(() => 0)}\n`);
  });

  it('are the same each time', () => {
    assert.equal(sharedState().buffer, sharedState().buffer);
  });

  it('are the same in threads, in threads of threads, and where those have an environment of their own', async () => {
    const program = startSource(`${MAIN} sharedState(); start(3).on('exit', told);`);
    assert.equal(await program.exitCode, 0, program.output());
    assert.equal(program.output(), 'resets 3\n');
  });

  it('are of a thread alone where the main thread had none as it started', async () => {
    const program = startSource(`${MAIN} start(1).on('exit', told);`);
    assert.equal(await program.exitCode, 0, program.output());
    assert.equal(program.output(), 'resets 0\n');
  });
});
