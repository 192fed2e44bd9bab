/** Choosing the newest profile, and the log lines about it. */
import assert from 'node:assert/strict';
import { chmodSync, closeSync, mkdirSync, openSync, utimesSync, writeFileSync } from 'node:fs';
import { chooseNewestProfile } from '../../../../src/collect/inputs/choose-newest-profile.js';
import type { RunEvent } from '../../../../src/run-log/run-event.js';
import { makeProject, type Project } from '../../../support/project.js';
import { asSecondUser, requireSecondUser } from '../../../support/second-user.js';

const LOG = 'run.2025-01-02T03-04-05-678Z.1.jsonl';
const COUNTERS = 'covcounters.run.1.2025-01-02T03-04-05-678Z';

/** A pid of no process. A killed process does not report its end either. */
const MISSING_PID = 2 ** 22 + 1;

describe('chooseNewestProfile', () => {
  let project: Project;

  beforeEach(() => {
    project = makeProject({ [`coverage-data/1/${COUNTERS}`]: '', 'src/main.js': '' });
    changedAt('coverage-data/1', 1);
  });

  afterEach(() => {
    for (const log of openLogs.splice(0)) closeSync(log);
    project.remove();
  });

  /** @param second of 2025 */
  const changedAt = (directory: string, second: number) => {
    const time = new Date(Date.UTC(2025, 0, 1, 0, 0, second));
    utimesSync(project.path(directory), time, time);
  };

  const makeEmpty = (directory: string, second: number) => {
    mkdirSync(project.path(`${directory}/nyc`), { recursive: true });
    changedAt(directory, second);
  };

  const log = (...events: readonly RunEvent[]) =>
    events.map((event) => `${JSON.stringify(event)}\n`).join('');

  const write = (directory: string, text: string) => {
    mkdirSync(project.path(directory), { recursive: true });
    writeFileSync(project.path(`${directory}/covmeta.00`), '');
    writeFileSync(project.path(`${directory}/${LOG}`), text);
  };

  const choose = (environment: Readonly<Record<string, string>> = {}, cwd = project.root) => {
    const logged: string[] = [];
    const path = chooseNewestProfile({
      projectRoot: project.root,
      cwd,
      environment,
      logLine: (line) => logged.push(line),
    });
    return [path.slice(project.root.length + 1), ...logged];
  };

  it('logs the chosen path relative to the current directory', () => {
    assert.deepEqual(choose(), ['coverage-data/1', 'Reading coverage-data/1']);
    assert.deepEqual(choose({}, project.path('src'))[1], 'Reading ../coverage-data/1');
  });

  it('warns about a newer run without coverage', () => {
    makeEmpty('coverage-data/2', 2);
    assert.deepEqual(choose().slice(1), [
      'Reading coverage-data/1',
      'coverage-data/2 is newer but has no coverage. Run `covermain doctor coverage-data/2` to find out why.',
    ]);
  });

  it('warns about a newer run that is active and has no coverage yet', () => {
    makeEmpty('coverage-data/2', 2);
    write('coverage-data/3', log(loaded(process.pid)));
    keepOpen('coverage-data/3');
    assert.deepEqual(choose().slice(1), [
      'Reading coverage-data/1',
      'coverage-data/3 is newer but has no coverage yet. Run `covermain dump` to write it now.',
    ]);
  });

  it('does not warn about an older run, or if COVER_DIR is set', () => {
    makeEmpty('coverage-data/0', 0);
    assert.equal(choose().length, 2);
    makeEmpty('coverage-data/2', 2);
    assert.deepEqual(choose({ COVER_DIR: 'coverage-data/1' }).slice(1), ['Reading coverage-data/1']);
  });

  const openLogs: number[] = [];

  /** Keeps a log open for appending, as the processes of its run do. */
  const keepOpen = (directory: string) => openLogs.push(openSync(project.path(`${directory}/${LOG}`), 'a'));

  const loaded = (pid: number) =>
    ({ event: 'loaded', pid, thread: 0, file: '/a.js', measured: true }) satisfies RunEvent;

  it('warns that its run is still active, but not if its processes were killed', () => {
    write('coverage-data/1', log(loaded(process.pid)));
    keepOpen('coverage-data/1');
    assert.match(choose().at(-1) ?? '', /^Its run is still active\. Run `covermain dump`/);
    write('coverage-data/1', log(loaded(MISSING_PID)));
    assert.deepEqual(choose().slice(1), ['Reading coverage-data/1']);
  });

  it('leaves out the newer profile of another user, with a note', function () {
    requireSecondUser(this);
    mkdirSync(project.path('coverage-data/2'), { mode: 0o700 });
    chmodSync(project.path('.'), 0o755);
    const lines: string[] = [];
    const path = asSecondUser(() =>
      chooseNewestProfile({
        projectRoot: project.path('.'),
        cwd: project.path('.'),
        environment: {},
        logLine: (line) => lines.push(line),
      }),
    );
    assert.equal(path, project.path('coverage-data/1'));
    assert.deepEqual(lines, [
      'coverage-data/2 is left out: only another user can read it.',
      'Reading coverage-data/1',
    ]);
  });

  it('names a profile of another user if there is no other', function () {
    requireSecondUser(this);
    chmodSync(project.path('.'), 0o755);
    chmodSync(project.path('coverage-data/1'), 0o700);
    const options = {
      projectRoot: project.path('.'),
      cwd: project.path('.'),
      environment: {},
      logLine: assert.fail,
    };
    assert.throws(() => asSecondUser(() => chooseNewestProfile(options)), {
      code: 'INPUT_UNREADABLE',
      message: /^Cannot read \S+coverage-data\/1: only another user can\. /,
    });
  });
});
