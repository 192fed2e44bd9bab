/** The workers of a test runner find its main process. */
import assert from 'node:assert/strict';
import { findRunOwner, type WorkerTraits } from '../../../src/integration/run-owner.js';

describe('findRunOwner', () => {
  const traits: WorkerTraits = { argv: ['node', '/app/test.js'], env: {}, pid: 20, ppid: 10 };
  const send = () => true;

  it('returns a process that no test runner has started', () => {
    assert.equal(findRunOwner(traits, false), 20);
  });

  for (const script of [
    '/app/node_modules/mocha/lib/nodejs/worker.js',
    '/app/node_modules/jest-worker/build/workers/processChild.js',
    'C:\\app\\node_modules\\vitest\\dist\\workers\\forks.js',
  ])
    it(`returns the parent of a worker that runs ${script}`, () => {
      assert.equal(findRunOwner({ ...traits, argv: ['node', script], send }, false), 10);
    });

  it('returns the parent of a process of node --test', () => {
    assert.equal(findRunOwner({ ...traits, env: { NODE_TEST_CONTEXT: 'child-v8' } }, false), 10);
  });

  it('returns a test runner itself, and a program of the project that was forked', () => {
    const argv = ['node', '/app/node_modules/mocha/bin/mocha.js'];
    assert.equal(findRunOwner({ ...traits, argv }, false), 20);
    assert.equal(findRunOwner({ ...traits, send }, false), 20);
  });

  it('returns the process of a thread', () => {
    const argv = ['node', '/app/node_modules/vitest/vitest.mjs'];
    assert.equal(findRunOwner({ ...traits, argv, send }, true), 20);
  });
});
