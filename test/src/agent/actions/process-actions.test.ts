/** Tests the profile, the actions and the status of the agent's own process. */
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  createProcessActions,
  type ProcessActionsOptions,
} from '../../../../src/agent/actions/process-actions.js';
import { decodeCounters } from '../../../../src/profile/format/counters-file.js';
import { encodeMeta, metaNameOf } from '../../../../src/profile/format/meta-file.js';
import { openMetaStore } from '../../../../src/profile/store/meta-store.js';
import { readProfileDirectory } from '../../../../src/profile/store/read-profile.js';
import { type Recorded, recordIn } from '../../../support/one-file-recorder.js';
import { metaOf } from '../../../support/profiles.js';

describe('the actions of one process', () => {
  let directory: string;
  let recorded: Recorded;

  beforeEach(() => {
    directory = mkdtempSync(join(tmpdir(), 'covermain-'));
    recorded = recordIn(directory);
  });

  afterEach(() => rmSync(directory, { recursive: true, force: true }));

  function actionsWith(changes: Partial<ProcessActionsOptions> = {}) {
    const { header, recorder, metas } = recorded;
    return createProcessActions({
      header,
      directory,
      recorder,
      metas,
      version: '1.2.3',
      threads: () => 2,
      stop() {},
      lastFlush: () => null,
      http: () => null,
      warnings: () => [],
      ...changes,
    });
  }

  it('return the current profile and its metas even if nothing was written', () => {
    recorded.counters.set([5, 0, 7]);
    const files = actionsWith().profile(new Set());
    const [meta, counters] = [...files.keys()] as [string, string];
    assert.equal(files.size, 2);
    assert.equal(meta, metaNameOf(recorded.hash));
    assert.deepEqual(files.get(meta), encodeMeta(metaOf()));
    const profile = decodeCounters(Buffer.from(files.get(counters) ?? []), counters);
    assert.deepEqual(profile.files, [{ meta: recorded.hash, counters: Float64Array.of(5, 0, 7) }]);
    assert.deepEqual([profile.pid, profile.start], [recorded.header.pid, recorded.header.start]);
    assert.deepEqual(readProfileDirectory(directory).profiles, []);
  });

  it('leave out the metas that the caller already has', () => {
    const files = actionsWith().profile(new Set([recorded.hash]));
    assert.deepEqual(
      [...files.keys()].map((name) => name.split('.')[0]),
      ['covcounters'],
    );
  });

  it('fail if a meta is missing', () => {
    const metas = openMetaStore(directory);
    assert.throws(() => actionsWith({ metas }).profile(new Set()), { code: 'META_MISSING' });
    assert.equal(actionsWith({ metas }).profile(new Set([recorded.hash])).size, 1);
  });

  it('dump, reset and run sessions with the recorder', () => {
    const own = actionsWith();
    recorded.counters[0] = 3;
    assert.deepEqual(own.dump().counts, { files: 1, counters: 3, hit: 1, total: 3 });
    assert.equal(own.startSession('login').name, 'login');
    assert.equal(own.reset().epoch, 1);
    recorded.counters[0] = 10;
    assert.deepEqual([own.dump().epoch, own.dump().counts.total], [2, 7]);
    assert.equal(own.endSession('login')?.counts.total, 7);
    assert.equal(own.endSession('login'), undefined);
  });

  it('return the identity and the state of the process as its status', () => {
    const { header, recorder } = recorded;
    recorded.counters.set([5, 0, 7]);
    recorder.startSession('login');
    recorder.reset();
    const flush = { time: header.end, path: join(directory, 'covcounters.x') };
    const start = Date.parse(header.start);
    const least = Date.now() - start;
    const status = actionsWith({
      lastFlush: () => flush,
      http: () => 'http://127.0.0.1:7777',
      warnings: () => ['disk full'],
    }).status();
    const { uptime, sessions, epoch, ...rest } = status;
    const { end: _, host: __, pod: ___, ...identity } = header;
    assert.deepEqual(rest, {
      ...identity,
      package: null,
      version: '1.2.3',
      directory,
      threads: 2,
      lastFlush: flush,
      http: 'http://127.0.0.1:7777',
      warnings: ['disk full'],
      counts: { files: 1, counters: 3, hit: 2, total: 12 },
    });
    assert.ok(uptime >= least && uptime <= Date.now() - start, `${uptime} ms`);
    assert.deepEqual(
      sessions.map(({ name }) => name),
      ['login'],
    );
    assert.equal(epoch.number, 2);
    assert.ok(epoch.start > header.start);
  });

  it('ask the program to end and return its pid', () => {
    let stops = 0;
    const { pid } = recorded.header;
    assert.equal(actionsWith({ stop: () => void stops++ }).stop(), pid);
    assert.equal(stops, 1);
  });
});
