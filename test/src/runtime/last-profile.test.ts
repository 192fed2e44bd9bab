/** The run log records how the last profile of a process was written: by the agent, by the main thread, or not at all. */
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { encodeMeta } from '../../../src/profile/format/meta-file.js';
import { openMetaStore } from '../../../src/profile/store/meta-store.js';
import { readProfileDirectory } from '../../../src/profile/store/read-profile.js';
import { readRunLog } from '../../../src/run-log/run-log.js';
import type { FinishResult } from '../../../src/runtime/agent-thread.js';
import { createLastProfileWriter } from '../../../src/runtime/last-profile.js';
import { countersOf, metaOf, profileOf } from '../../support/profiles.js';
import { RUN } from '../../support/run-context.js';

describe('createLastProfileWriter', () => {
  let directory: string;

  beforeEach(() => {
    directory = mkdtempSync(join(tmpdir(), 'covermain-'));
  });

  afterEach(() => rmSync(directory, { recursive: true, force: true }));

  /** Writes the last profile of a process with these counters. */
  function writeLast(result: FinishResult, counters: readonly number[] | undefined, hasStarted = true) {
    const calls: string[] = [];
    const metas = openMetaStore(directory);
    metas.add(encodeMeta(metaOf()));
    const writeProfile = createLastProfileWriter({
      run: { ...RUN, directory, log: join(directory, 'run.jsonl') },
      metas,
      agent: {
        expectBlocking() {},
        expect() {},
        start: () => assert.fail('the agent is not started at the end'),
        post() {},
        hasStarted: () => hasStarted,
        finish(isOver) {
          calls.push(`finish ${isOver}`);
          return result;
        },
      },
      channel: { send() {}, receive: () => void calls.push('receive'), hold() {} },
      copyForeignCounters: () => calls.push('copy'),
      readProfile: () => profileOf(counters ? [countersOf(metaOf(), counters)] : []),
    });
    writeProfile('over');
    return { calls, events: readRunLog(join(directory, 'run.jsonl')) };
  }

  function writtenCounters(): readonly (readonly number[])[] {
    const { profiles } = readProfileDirectory(directory);
    return profiles.flatMap(({ files }) => files).map(({ counters }) => Array.from(counters));
  }

  const { pid } = process;

  for (const result of ['written', 'lost'] as const) {
    it(`logs ${result} if the agent reports it, and leaves the profile to the agent`, () => {
      const { calls, events } = writeLast(result, [5, 0, 5]);
      assert.deepEqual(events, [{ event: result, pid }]);
      assert.deepEqual(calls, ['copy', 'receive', 'finish true']);
      assert.deepEqual(writtenCounters(), []);
    });
  }

  it('writes the profile in the main thread if no agent replies', () => {
    const { calls, events } = writeLast('silent', [5, 0, 5], false);
    assert.deepEqual(events, [{ event: 'written', pid }]);
    assert.deepEqual(calls, ['copy', 'finish true']);
    assert.deepEqual(writtenCounters(), [[5, 0, 5]]);
  });

  it('writes no profile if nothing was counted', () => {
    assert.deepEqual(writeLast('silent', undefined).events, [{ event: 'nothing counted', pid }]);
    assert.deepEqual(writtenCounters(), []);
  });
});
