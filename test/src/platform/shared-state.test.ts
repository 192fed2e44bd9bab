/** All threads of a process share one small memory, and no other process does. */
import assert from 'node:assert/strict';
import { AGENT_STATE, SHARED_STATE, sharedState } from '../../../src/platform/shared-state.js';
import { killLeftPrograms } from '../../support/program.js';
import { LOAD, startSource } from '../../support/sources.js';

/** Code of a thread: increments a value, and starts a thread that does the same, until `depth` threads are nested. */
const INCREMENTS = `${LOAD}
const { Worker, workerData } = require('node:worker_threads');
const { sharedState, SHARED_STATE } = load('platform/shared-state.ts');
const { depth, code } = workerData;
Atomics.add(sharedState(), SHARED_STATE.resets, 1);
if (depth > 1) new Worker(code, { eval: true, env: {}, workerData: { depth: depth - 1, code } });
`;

/** Code that a main thread begins with. */
const MAIN = `
const { Worker } = require('node:worker_threads');
const { shareState, sharedState, SHARED_STATE } = load('platform/shared-state.ts');
const code = ${JSON.stringify(INCREMENTS)};
const start = (depth) => new Worker(code, { eval: true, workerData: { depth, code } });
const printResets = () => console.log('resets ' + Atomics.load(sharedState(), SHARED_STATE.resets));
`;

describe('sharedState', () => {
  afterEach(killLeftPrograms);

  it('has a separate index for each value, and only zeros at first', async () => {
    const state = sharedState();
    const indexes = Object.values(SHARED_STATE);
    assert.equal(new Set(indexes).size, indexes.length);
    assert.deepEqual(
      [...indexes].sort((a, b) => a - b),
      [...state.keys()],
    );
    assert.equal(new Set(Object.values(AGENT_STATE)).size, Object.keys(AGENT_STATE).length);
    const program = startSource("console.log([...load('platform/shared-state.ts').sharedState()].join());");
    assert.equal(await program.exitCode, 0, program.output());
    assert.equal(program.output(), `${indexes.map(() => 0)}\n`);
  });

  it('returns the same memory each time', () => {
    assert.equal(sharedState().buffer, sharedState().buffer);
  });

  it('is shared with threads, threads of threads, and threads with an environment of their own', async () => {
    const program = startSource(`${MAIN} shareState(); start(3).on('exit', printResets);`);
    assert.equal(await program.exitCode, 0, program.output());
    assert.equal(program.output(), 'resets 3\n');
  });

  it('is not shared with a thread that started before the main thread shared it', async () => {
    const program = startSource(`${MAIN} start(1).on('exit', printResets);`);
    assert.equal(await program.exitCode, 0, program.output());
    assert.equal(program.output(), 'resets 0\n');
  });
});
