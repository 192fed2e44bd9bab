/** What `covermain status --watch` shows of processes between two looks. */
import assert from 'node:assert/strict';
import type { ProcessStatus } from '../../../src/agent/peers/process-status.js';
import { NO_COLORS } from '../../../src/commands/colors.js';
import {
  fingerprintOf,
  formatWatched,
  NOTHING_RUNS,
  NOTHING_WATCHED,
  updateWatched,
  type WatchedStatus,
} from '../../../src/commands/watched-status.js';
import { statusOf } from '../../support/agents.js';

const counted = (hit: number, total: number): Partial<ProcessStatus> => ({
  counts: { files: 2, counters: 9, hit, total },
});

function watch(...looks: readonly (readonly Partial<ProcessStatus>[])[]): WatchedStatus {
  let watched = NOTHING_WATCHED;
  for (const statuses of looks)
    watched = updateWatched(watched, { statuses: statuses.map(statusOf), silent: new Set(), notes: [] });
  return watched;
}

const linesOf = (watched: WatchedStatus) => formatWatched(watched, NO_COLORS);

describe('the watched state of processes', () => {
  it('has no growth at the first look, and then that since the previous look', () => {
    const first = { pid: 1, ...counted(3, 10) };
    assert.deepEqual(linesOf(watch([first])), [
      'PID  UPTIME  FILES  HIT  NEW  EXECUTED  COMMAND',
      '1    1m      2      3/9  -    -         node main.js',
    ]);
    assert.deepEqual(
      linesOf(
        watch(
          [first],
          [
            { pid: 1, ...counted(5, 1_010) },
            { pid: 2, ...counted(0, 0) },
          ],
        ),
      ),
      [
        'PID  UPTIME  FILES  HIT  NEW  EXECUTED  COMMAND',
        '1    1m      2      5/9  +2   +1000     node main.js',
        '2    1m      2      0/9  -    -         node main.js',
      ],
    );
  });

  it('shows sessions and warnings of a process below its row', () => {
    const status = { sessions: [{ name: 'login', start: 'S' }], warnings: ['the port is taken'] };
    assert.deepEqual(linesOf(watch([status, { pid: 2 }])).slice(2, 4), [
      '  session login, since S',
      '  warning the port is taken',
    ]);
  });

  it('keeps the five latest processes that have ended', () => {
    const all = [1, 2, 3, 4, 5, 6, 7].map((pid) => ({ pid, ...counted(pid, 9) }));
    assert.deepEqual(
      watch(all, all.slice(1), all.slice(6)).ended.map(({ pid }) => pid),
      [2, 3, 4, 5, 6],
    );
    const lines = linesOf(watch(all.slice(0, 1), []));
    assert.equal(lines[0], NOTHING_RUNS);
    assert.match(lines[2] ?? '', /^1 +ended +2 +1\/9 +- +- +node main\.js$/);
  });

  it('does not call a process ended that has not answered in time', () => {
    const before = watch([{ pid: 1 }]);
    const watched = updateWatched(before, { statuses: [], silent: new Set([1]), notes: ['note'] });
    assert.deepEqual(
      watched.running.map(({ status }) => status.pid),
      [1],
    );
    assert.deepEqual(watched.ended, []);
    assert.equal(linesOf(watched).at(-1), 'note');
    assert.deepEqual(watch([{ pid: 1 }], [{ pid: 1, start: '2025-01-01T00:00:00.000Z' }]).ended.length, 1);
  });

  it('has another fingerprint only if something other than the time has changed', () => {
    const time = { uptime: 1, lastFlush: { time: 'T', path: '/p' } };
    assert.equal(fingerprintOf(watch([{}])), fingerprintOf(watch([time])));
    assert.notEqual(fingerprintOf(watch([{}])), fingerprintOf(watch([counted(1, 1)])));
    assert.notEqual(fingerprintOf(watch([])), fingerprintOf(watch([{}], [])));
  });
});
