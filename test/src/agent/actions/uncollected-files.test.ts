/** Tests which files of a profile directory an agent sends to clients that collect. */
import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openUncollectedFiles } from '../../../../src/agent/actions/uncollected-files.js';
import { countersNameOf } from '../../../../src/profile/format/counters-file.js';
import { encodeMeta, hashOf, metaNameOf } from '../../../../src/profile/format/meta-file.js';
import type { CountersProfile } from '../../../../src/profile/model/counters-profile.js';
import { writeCounters } from '../../../../src/profile/store/write-profile.js';
import { openCollectedFiles } from '../../../../src/run-log/collected-files.js';
import { journalOf } from '../../../../src/run-log/journal.js';
import { countersOf, metaOf, profileOf, writeMeta } from '../../../support/profiles.js';

const META = metaOf();
const HASH = hashOf(encodeMeta(META));
const NONE: ReadonlySet<string> = new Set();

describe('the files that an agent sends', () => {
  let directory: string;
  let failures: unknown[];

  beforeEach(() => {
    directory = mkdtempSync(join(tmpdir(), 'covermain-'));
    failures = [];
  });

  afterEach(() => rmSync(directory, { recursive: true, force: true }));

  /** Opens the files for the agent of a run on the host `host`. */
  function open(run = 'run-1') {
    const onFailure = (error: unknown) => failures.push(error);
    const collected = openCollectedFiles({ directory, journal: journalOf(directory, run), onFailure });
    const machine = { host: 'host', pod: null };
    return { ...openUncollectedFiles({ directory, run, machine, collected, onFailure }), collected };
  }

  /** Writes a profile. @returns its name and end */
  function write(changes: Partial<CountersProfile> = {}) {
    writeMeta(directory, encodeMeta(META));
    const profile = profileOf([countersOf(META, [1, 0, 1])], changes);
    writeCounters(directory, profile);
    return { name: countersNameOf(profile), end: profile.end };
  }

  const namesOf = (files: ReadonlyMap<string, Uint8Array>) => [...files.keys()];

  it('are those of this run, and of other runs on the same host, with their metas', () => {
    const own = write();
    const earlier = write({ run: 'run-0' });
    write({ run: 'run-2', host: 'pod-2' });
    write({ run: 'run-3', pod: 'host' });
    assert.deepEqual(namesOf(open().read(NONE, NONE)).sort(), [earlier.name, own.name, metaNameOf(HASH)]);
    assert.deepEqual(namesOf(open().read(new Set([HASH]), new Set([own.name]))), [earlier.name]);
    assert.deepEqual(failures, []);
  });

  it('are not those that a client has stored in their present state, also for agents of later runs', () => {
    const one = write();
    const other = write({ run: 'run-0' });
    open().collect([one, { ...other, end: '2025-01-02T03:04:59.000Z' }]);
    assert.deepEqual(namesOf(open('run-2').read(new Set([HASH]), NONE)), [other.name]);
    open('run-2').collect([other]);
    for (const run of ['run-1', 'run-3']) assert.deepEqual(namesOf(open(run).read(NONE, NONE)), []);
    write({ end: '2025-01-02T03:06:00.000Z' });
    assert.deepEqual(namesOf(open().read(new Set([HASH]), NONE)), [one.name]);
  });

  it('are not those of epochs that running processes have closed for a client', () => {
    const { name, end } = write();
    const files = open();
    files.collected.addEpoch(42, { name, end });
    assert.deepEqual(namesOf(files.read(NONE, NONE)), []);
    assert.deepEqual(namesOf(open('run-2').read(NONE, NONE)), []);
  });

  it('are remembered in memory if the journal cannot be written', () => {
    const file = write();
    mkdirSync(journalOf(directory, 'run-1'));
    const files = open();
    files.collect([file]);
    assert.deepEqual(namesOf(files.read(NONE, NONE)), []);
    assert.equal(failures.length, 1);
  });

  it('leave out damaged files, and those without metas, with a failure for each', () => {
    const { name } = write();
    writeFileSync(join(directory, 'covcounters.run-1.43.2025-01-02T03-04-05-678Z'), 'damaged');
    writeCounters(directory, profileOf([countersOf(metaOf({ path: 'other.js' }), [1, 0, 1])], { pid: 44 }));
    assert.deepEqual(namesOf(open().read(new Set([HASH]), NONE)), [name]);
    assert.equal(failures.length, 2);
  });

  it('are none without a directory, and files that do not exist are not marked', () => {
    rmSync(directory, { recursive: true });
    const files = open();
    assert.deepEqual(namesOf(files.read(NONE, NONE)), []);
    files.collect([{ name: 'covcounters.run-1.42.x', end: '2025-01-02T03:05:00.000Z' }]);
    assert.deepEqual(failures, []);
  });
});
