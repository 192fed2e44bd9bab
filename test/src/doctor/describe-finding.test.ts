/** Every kind of finding has one description. */
import assert from 'node:assert/strict';
import { CHECKS } from '../../../src/doctor/checks.js';
import { describeFinding } from '../../../src/doctor/describe-finding.js';
import type { AnyFinding } from '../../../src/doctor/index.js';
import { ABORTED_CHECK_DESCRIPTIONS } from '../../../src/doctor/run-checks.js';

describe('describeFinding', () => {
  it('has one description of each kind', () => {
    const tables = [ABORTED_CHECK_DESCRIPTIONS, ...CHECKS.map(({ describe }) => describe)];
    const kinds = tables.flatMap((table) => Object.keys(table));
    assert.deepEqual(kinds, [...new Set(kinds)]);
  });

  const files = ['src/a.ts', 'src/b.ts'];
  const summary = { path: 'data', profiles: 1, runs: 1, files: 2, statements: 3, executed: 1 };

  const TEXTS: readonly (readonly [AnyFinding, state: string, found: string, remedy: string | null])[] = [
    [
      { kind: 'check-skipped', code: 'CONFIG_UNREADABLE', reason: 'no JSON.' },
      'warning',
      'This check could not run: no JSON.',
      'Fix that first.',
    ],
    [
      { kind: 'check-failed', reason: 'no memory.' },
      'problem',
      'This check failed: no memory.',
      'Fix that first.',
    ],
    [
      { kind: 'harness-files-unused', files },
      'warning',
      'MANUAL_INTEGRATION is not set, so `covermain manual` leaves test mains pending: src/a.ts, src/b.ts. ' +
        'Nothing has been measured yet.',
      'Run `MANUAL_INTEGRATION=1 covermain manual`.',
    ],
    [
      { kind: 'hooks-working', languages: ['an ES module', 'a CommonJS program'] },
      'ok',
      'The hooks count an ES module, a CommonJS program.',
      null,
    ],
    [
      { kind: 'hooks-failed-by-options', language: 'an ES module', reason: 'it crashed.', options: '-r x' },
      'problem',
      'The hooks did not count an ES module: it crashed.',
      'It is counted without NODE_OPTIONS="-r x". Remove the option that disturbs.',
    ],
    [{ kind: 'selected-files-measurable', count: 2 }, 'ok', '2 selected files can be measured.', null],
    [
      { kind: 'profile-read', ...summary },
      'ok',
      'data: 1 profile of 1 run, 2 files, 1 of 3 statements executed.',
      null,
    ],
    [
      { kind: 'profile-directory-empty', path: 'data', runs: 0 },
      'problem',
      'data contains no profile.',
      'Name a directory that a run has written to.',
    ],
    [
      {
        kind: 'process-running',
        pid: 7,
        command: 'node a.js',
        hasFlushed: true,
        files: ['/app/a.js'],
        directory: '/app/data',
        root: '/app',
      },
      'warning',
      'process 7 (node a.js) is still running. Hits after its last flush are missing. ' +
        'After it has ended, run `covermain report data`.',
      'Write its profile with `covermain dump`, or end the process.',
    ],
    [
      { kind: 'load-failed', file: 'a.js', code: 'loaded-before-hooks', detail: null },
      'warning',
      "a.js is not measured because it was loaded before covermain's hooks",
      "Load covermain's hooks before the module that loads this file, for example by --import covermain/auto.",
    ],
  ];

  for (const [finding, state, found, remedy] of TEXTS) {
    it(`formats ${finding.kind}`, () => {
      assert.deepEqual(describeFinding(finding), { state, found, remedy });
    });
  }
});
