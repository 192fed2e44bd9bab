/** Tests that the files of a process and what a server has received of it add up, each hit once. */
import assert from 'node:assert/strict';
import { rmSync, writeFileSync } from 'node:fs';
import { countersNameOf } from '../../../../src/profile/format/counters-file.js';
import type { CountersProfile } from '../../../../src/profile/model/counters-profile.js';
import { readProfileDirectory } from '../../../../src/profile/store/read-profile.js';
import { recordIn } from '../../../support/one-file-recorder.js';
import { makeProject, type Project } from '../../../support/project.js';

describe('epochs that a server has received', () => {
  let project: Project;

  beforeEach(() => {
    project = makeProject({ 'data/a': '' });
  });
  afterEach(() => project.remove());

  /** Adds up profiles as a merge does: of each file, the latest state. */
  function sumOf(profiles: readonly CountersProfile[]): number {
    const sorted = [...profiles].sort((one, other) => one.end.localeCompare(other.end));
    const latest = new Map(sorted.map((profile) => [countersNameOf(profile), profile]));
    const counts = [...latest.values()].flatMap(({ files }) => files.map(({ counters }) => counters[0] ?? 0));
    return counts.reduce((sum, count) => sum + count, 0);
  }

  for (const [title, isUnwritable] of [
    ['is removed', false],
    ['cannot be written for some time', true],
  ] as const)
    it(`are not counted twice if the profile directory ${title}`, () => {
      const directory = project.path('data');
      const received: CountersProfile[] = [];
      const { recorder, counters, metas, hash } = recordIn(directory, {}, (profile) =>
        received.push(profile),
      );
      metas.bytesOf(hash); // the agent has it in memory
      if (isUnwritable) {
        rmSync(directory, { recursive: true });
        writeFileSync(directory, '');
      }
      for (let reset = 0; reset < 3; reset++) {
        counters[0] = (counters[0] ?? 0) + 1;
        recorder.reset();
      }
      rmSync(directory, { recursive: true });
      recorder.flush();
      const { profiles } = readProfileDirectory(directory);
      assert.deepEqual([sumOf(profiles), sumOf(received), sumOf([...received, ...profiles])], [3, 3, 3]);
    });
});
