/** Tests that the changes of counters are complete, also across resets and in the spans of a process. */
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createCounterComparison } from '../../../../src/agent/recording/counter-changes.js';
import type { SpanName } from '../../../../src/agent/recording/recording-span.js';
import { type Recorded, recordIn } from '../../../support/one-file-recorder.js';

describe('the changes of counters', () => {
  let directory: string;
  let recorded: Recorded;

  beforeEach(() => {
    directory = mkdtempSync(join(tmpdir(), 'covermain-'));
    recorded = recordIn(directory);
  });

  afterEach(() => rmSync(directory, { recursive: true, force: true }));

  function count(...hits: readonly number[]): void {
    for (const [probe, hit] of hits.entries()) {
      recorded.counters[probe] = (recorded.counters[probe] ?? 0) + hit;
    }
  }

  /** Returns a function that reads the counters and returns the changes of the only file; `undefined` if there are none. */
  function watch(name: SpanName) {
    const findChanges = createCounterComparison();
    return () => {
      recorded.recorder.read();
      const [file, ...others] = findChanges(recorded.recorder.spanCounters(name));
      assert.deepEqual(others, []);
      if (file) assert.equal(file.meta, recorded.hash);
      return file?.counters;
    };
  }

  it('are all counters that are not 0 at first, and then those that have changed', () => {
    const changes = watch('epoch');
    assert.equal(changes(), undefined);
    count(2, 0, 1);
    const late = [
      [0, 2],
      [2, 1],
    ];
    assert.deepEqual(changes(), late);
    assert.equal(changes(), undefined);
    assert.deepEqual(watch('epoch')(), late);
    count(0, 5);
    assert.deepEqual(changes(), [[1, 5]]);
  });

  it('are found by each of several watchers', () => {
    const watchers = [watch('epoch'), watch('epoch')];
    count(1);
    for (const changes of watchers) assert.deepEqual(changes(), [[0, 1]]);
    for (const changes of watchers) assert.equal(changes(), undefined);
  });

  it('have the new counts of an epoch after a reset, with those that became 0', () => {
    const changes = watch('epoch');
    count(3, 2, 1);
    changes();
    count(1);
    const { epoch } = recorded.recorder.spanCounters('epoch');
    recorded.recorder.reset();
    assert.notEqual(recorded.recorder.spanCounters('epoch').epoch, epoch);
    count(0, 2);
    assert.deepEqual(changes(), [
      [0, 0],
      [2, 0],
    ]);
    count(1);
    assert.deepEqual(changes(), [[0, 1]]);
  });

  it('lose nothing in two resets', () => {
    const changes = watch('epoch');
    count(3);
    changes();
    recorded.recorder.reset();
    count(0, 4);
    recorded.recorder.reset();
    assert.deepEqual(changes(), [[0, 0]]);
    count(2);
    assert.deepEqual(changes(), [[0, 2]]);
  });

  it('since the start of the process ignore resets', () => {
    count(3);
    recorded.recorder.reset();
    const changes = watch('process');
    assert.deepEqual(changes(), [[0, 3]]);
    recorded.recorder.reset();
    assert.equal(changes(), undefined);
    count(1);
    assert.deepEqual(changes(), [[0, 4]]);
  });

  it('of a session begin with it and ignore resets', () => {
    count(3);
    recorded.recorder.startSession('checkout');
    count(0, 1);
    const changes = watch({ session: 'checkout' });
    assert.deepEqual(changes(), [[1, 1]]);
    recorded.recorder.reset();
    count(1);
    assert.deepEqual(changes(), [[0, 1]]);
  });

  it('of a session that is not open cannot be found', () => {
    assert.throws(() => watch({ session: 'checkout' })(), { code: 'SESSION_UNKNOWN' });
    assert.throws(() => recorded.recorder.profile({ session: 'checkout' }), {
      code: 'SESSION_UNKNOWN',
      message: /^Cannot read session "checkout": it is not open\. /,
    });
  });

  it('are the differences to the profiles', () => {
    recorded.recorder.startSession('checkout');
    count(7);
    const [file] = recorded.recorder.profile({ session: 'checkout' }).files;
    assert.deepEqual([...Array.from(file?.counters ?? [])], [7, 0, 0]);
  });
});
