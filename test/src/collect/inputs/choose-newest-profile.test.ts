/** Which profile is read where none is named is said, and so is what its reader may not expect. */
import assert from 'node:assert/strict';
import { mkdirSync, utimesSync, writeFileSync } from 'node:fs';
import { chooseNewestProfile } from '../../../../src/collect/inputs/choose-newest-profile.js';
import type { RunEvent } from '../../../../src/run-log/run-log.js';
import { makeProject, type Project } from '../../../support/project.js';

const COUNTERS = 'covcounters.run.1.2025-01-02T03-04-05-678Z';

/** A process that was killed has told of no end, either. */
const NOBODY = 2 ** 22 + 1;

describe('chooseNewest', () => {
  let project: Project;

  beforeEach(() => {
    project = makeProject({ [`coverage-data/1/${COUNTERS}`]: '', 'src/main.js': '' });
    changedAt('coverage-data/1', 1);
  });

  afterEach(() => project.remove());

  /** @param second of 2025 */
  const changedAt = (folder: string, second: number) => {
    const time = new Date(Date.UTC(2025, 0, 1, 0, 0, second));
    utimesSync(project.path(folder), time, time);
  };

  const makeEmpty = (folder: string, second: number) => {
    mkdirSync(project.path(`${folder}/nyc`), { recursive: true });
    changedAt(folder, second);
  };

  const log = (...events: readonly RunEvent[]) =>
    events.map((event) => `${JSON.stringify(event)}\n`).join('');

  const write = (folder: string, text: string) => {
    mkdirSync(project.path(folder), { recursive: true });
    writeFileSync(project.path(`${folder}/covmeta.00`), '');
    writeFileSync(project.path(`${folder}/run.2025-01-02T03-04-05-678Z.1.jsonl`), text);
  };

  const choose = (environment: Readonly<Record<string, string>> = {}, cwd = project.root) => {
    const said: string[] = [];
    const path = chooseNewestProfile({
      projectRoot: project.root,
      cwd,
      environment,
      logLine: (line) => said.push(line),
    });
    return [path.slice(project.root.length + 1), ...said];
  };

  it('names it as it is from where the command is run', () => {
    assert.deepEqual(choose(), ['coverage-data/1', 'reading coverage-data/1']);
    assert.deepEqual(choose({}, project.path('src'))[1], 'reading ../coverage-data/1');
  });

  it('says that a run which counted nothing is newer', () => {
    makeEmpty('coverage-data/2', 2);
    assert.deepEqual(choose().slice(1), [
      'reading coverage-data/1',
      'coverage-data/2 is newer, and nothing was counted there: `covermain doctor coverage-data/2` tells why',
    ]);
  });

  it('says that a run which goes on is newer, and has no counts yet', () => {
    makeEmpty('coverage-data/2', 2);
    write('coverage-data/3', log(loaded(process.pid)));
    assert.deepEqual(choose().slice(1), [
      'reading coverage-data/1',
      'coverage-data/3 is newer, and has no counts yet: `covermain dump` has its run write them at once',
    ]);
  });

  it('says nothing of one that is older, or where COVER_DIR names what is read', () => {
    makeEmpty('coverage-data/0', 0);
    assert.equal(choose().length, 2);
    makeEmpty('coverage-data/2', 2);
    assert.deepEqual(choose({ COVER_DIR: 'coverage-data/1' }).slice(1), ['reading coverage-data/1']);
  });

  const loaded = (pid: number) =>
    ({ event: 'loaded', pid, thread: 0, path: 'a.js', measured: true }) as unknown as RunEvent;

  it('says that a process of its run goes on, which one that was killed does not', () => {
    write('coverage-data/1', log(loaded(process.pid)));
    assert.match(choose().at(-1) ?? '', /^its run goes on: `covermain dump`/);
    write('coverage-data/1', log(loaded(NOBODY)));
    assert.deepEqual(choose().slice(1), ['reading coverage-data/1']);
  });
});
