/** The run of a report is described from the headers of its profiles. */
import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import type { CountersProfile } from '../../../../src/profile/model/counters-profile.js';
import { writeCounters } from '../../../../src/profile/store/write-profile.js';
import { describeReportedRun } from '../../../../src/report/page/reported-run.js';
import { makeProject, type Project } from '../../../support/project.js';

const PROFILE: CountersProfile = {
  run: 'one',
  pid: 12,
  ppid: 1,
  argv: ['/usr/bin/node', '/app/src/main.js', '--port', '0'],
  cwd: '/app',
  host: 'here',
  pod: null,
  node: 'v20.19.0',
  commit: null,
  label: 'checkout',
  package: { name: 'shop', directory: null },
  start: '2026-01-01T00:00:00.000Z',
  end: '2026-01-01T00:00:05.000Z',
  files: [],
};

describe('the run of a report', () => {
  let project: Project;

  beforeEach(() => {
    project = makeProject({});
  });

  afterEach(() => project.remove());

  const describeProfiles = (...profiles: readonly CountersProfile[]) => {
    for (const profile of profiles) writeCounters(project.root, profile);
    return describeReportedRun([project.root], project.root);
  };

  it('has its id, its label and the time of the last counts', () => {
    const { run, label, time, losses } = describeProfiles(PROFILE);
    assert.deepEqual([run, label, time, losses], ['one', 'checkout', PROFILE.end, []]);
  });

  it('lists each process once, from its first start to its last counts', () => {
    const start = '2026-01-01T00:00:05.001Z';
    const { processes } = describeProfiles(
      PROFILE,
      { ...PROFILE, start, end: '2026-01-01T00:00:07.000Z' },
      { ...PROFILE, pid: 11, start },
    );
    assert.deepEqual(
      processes.map(({ pid, start: first, uptime }) => [pid, first, uptime]),
      [
        [12, PROFILE.start, 7_000],
        [11, start, 0],
      ],
    );
    const { command, state, node, package: name } = processes[0] ?? assert.fail();
    assert.deepEqual(
      [command, state, node, name],
      ['node src/main.js --port 0', 'ended', 'v20.19.0', 'shop'],
    );
  });

  it('has no id and no label if they differ', () => {
    const { run, label } = describeProfiles(PROFILE, { ...PROFILE, run: 'two', label: null });
    assert.deepEqual([run, label], [null, null]);
  });

  it('leaves out profiles that cannot be read', () => {
    writeFileSync(project.path('covcounters.one.13.2026-01-01T00-00-00-000Z'), 'damaged');
    assert.equal(describeProfiles(PROFILE).processes.length, 1);
  });

  it('is unknown without profiles', () => {
    const unknown = { run: null, label: null, processes: [], losses: [], time: null };
    assert.deepEqual(describeReportedRun([], project.root), unknown);
  });
});
