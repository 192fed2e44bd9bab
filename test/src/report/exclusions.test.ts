/** A run without coverage says which rule excluded how many of the files that ran, and what to set. */
import assert from 'node:assert/strict';
import { adviseExclusion, describeExclusion, findExclusions } from '../../../src/report/exclusions.js';
import type { RunEvent } from '../../../src/run-log/run-event.js';
import type { Selection } from '../../../src/settings/run-context.js';

const SELECTION: Selection = {
  root: '/app',
  include: ['src/**', 'lib/**'],
  exclude: ['lib/vendor/**'],
  extension: ['.js'],
  excludeNodeModules: true,
};

function skipped(rule: 'outside-root' | 'node-modules' | 'extension', files: number, pid = 7): RunEvent {
  return { event: 'skipped', pid, thread: 0, rule, files, example: `/app/node_modules/@a/b/${files}.ts` };
}

function loaded(file: string): RunEvent {
  return { event: 'loaded', pid: 7, thread: 0, file, measured: false };
}

describe('the exclusions of a run without coverage', () => {
  const describeAll = (log: readonly RunEvent[]) =>
    findExclusions(SELECTION, log).map((one) => [
      describeExclusion(one, SELECTION, '/app'),
      adviseExclusion(one),
    ]);

  it('has none if no process loaded a file', () => {
    assert.deepEqual(describeAll([]), []);
  });

  it('names excludeNodeModules, with the largest number of files that one process loaded', () => {
    const log = [1, 454].map((files) => skipped('node-modules', files));
    assert.deepEqual(describeAll([...log, skipped('node-modules', 12, 8)]), [
      [
        '454 files of node_modules ran; they are excluded by default (excludeNodeModules).',
        'To measure some of them, set "excludeNodeModules": false and "include": ["node_modules/@a/b/**"] in .nycrc.',
      ],
    ]);
  });

  it('names files outside of the root, and other extensions, the most frequent rule first', () => {
    const described = describeAll([skipped('extension', 1), skipped('outside-root', 3)]).flat();
    assert.match(described[0] ?? '', /^3 files outside of \/app ran, such as \/app\/\S+; only files below/);
    assert.match(described[1] ?? '', /run the command in the directory of their project/);
    assert.match(described[2] ?? '', /^1 file ran with an extension that "extension" does not list: \.ts\.$/);
    assert.match(described[3] ?? '', /add "\.ts" to "extension"/);
  });

  it('finds the pattern list that excluded a file of the project', () => {
    const log = ['a.js', 'b.js', 'lib/vendor/c.js', 'src/compiled.js', 'a.js'].map((file) =>
      loaded(`/app/${file}`),
    );
    assert.deepEqual(
      describeAll(log).map(([text]) => text),
      [
        '2 files ran that no "include" pattern matches (src/** lib/**).',
        '1 file ran that an "exclude" pattern matches.',
        '1 file ran that was compiled from sources that are not selected.',
      ],
    );
  });
});
