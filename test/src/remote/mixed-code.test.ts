/** Warnings about targets that run different code. */
import assert from 'node:assert/strict';
import type { CollectedTarget } from '../../../src/remote/collection-document.js';
import { describeMixedCode } from '../../../src/remote/mixed-code.js';

const TARGET: CollectedTarget = {
  target: 'web-1/app',
  source: null,
  pod: 'web-1',
  container: 'app',
  uid: null,
  result: 'collected',
  reasons: [],
  restarts: 0,
  restartsSince: null,
  files: 1,
  bytes: 1,
  time: 1,
  collectedAt: null,
  runs: [],
  versions: ['0.2.0'],
  nodes: ['v20.19.0'],
  commits: ['aaa'],
};

describe('warnings about targets that run different code', () => {
  it('name each commit and version with the number of its targets', () => {
    const targets = [
      TARGET,
      { ...TARGET, commits: ['bbb'], nodes: ['v22.1.0'] },
      { ...TARGET, commits: ['aaa'], versions: ['0.3.0'] },
    ];
    assert.deepEqual(describeMixedCode(targets), [
      'The targets have 2 commits of the code: aaa (2 targets), bbb (1 target).',
      'The targets have 2 versions of covermain: 0.2.0 (2 targets), 0.3.0 (1 target).',
      'The targets have 2 versions of Node: v20.19.0 (2 targets), v22.1.0 (1 target).',
    ]);
  });

  it('are not given for equal code, unknown commits, and targets that have vanished', () => {
    const targets = [
      TARGET,
      { ...TARGET, commits: [] },
      { ...TARGET, commits: ['bbb'], result: 'vanished' as const },
    ];
    assert.deepEqual(describeMixedCode(targets), []);
  });
});
