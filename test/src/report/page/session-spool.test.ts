/** The spool returns the records of sessions as they were added, in order. */
import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import type { FileInSessionCounts } from '../../../../src/report/page/session-counts.js';
import { openSessionSpool, type SessionSpool } from '../../../../src/report/page/session-spool.js';
import { makeProject, type Project } from '../../../support/project.js';

describe('a spool of sessions', () => {
  let project: Project;
  let spool: SessionSpool;
  let before: readonly string[];

  beforeEach(() => {
    project = makeProject({ 'package.json': '{}' });
    before = readdirSync(project.root);
    spool = openSessionSpool(project.root);
  });

  afterEach(() => {
    spool.close();
    project.remove();
  });

  const recordOf = (session: number, path: string, size = 1): FileInSessionCounts => {
    const counts = `[${Array.from({ length: size }, (_, index) => `${index},${session + 1}`).join(',')}]`;
    return { session, path, covered: 'AAE=', statements: session + size, counts };
  };

  it('yields all records in the order in which they were added', () => {
    const records = [
      recordOf(0, '/b'),
      recordOf(0, '/a', 5_000),
      recordOf(2, '/__proto__'),
      recordOf(2, '/a'),
    ];
    for (const record of records) spool.add(record);
    assert.deepEqual([...spool.all()], records);
    assert.deepEqual([...spool.all()], records);
  });

  it('yields the records of one file sorted by session', () => {
    for (let session = 0; session < 500; session++)
      for (const path of ['/a', '/b', '/c'])
        if (session % 3 > 0 || path !== '/b') spool.add(recordOf(session, path, 90));
    const found = [...spool.ofFile('/b')];
    assert.deepEqual(
      found.map(({ session }) => session),
      Array.from({ length: 500 }, (_, session) => session).filter((session) => session % 3 > 0),
    );
    assert.deepEqual(found[0], recordOf(1, '/b', 90));
    assert.equal(spool.hasFile('/b'), true);
  });

  it('has nothing of a file that no session ran', () => {
    assert.deepEqual([[...spool.ofFile('/none')], spool.hasFile('/none'), [...spool.all()]], [[], false, []]);
  });

  it('reads records that were added after it was read', () => {
    for (let session = 0; session < 3; session++) {
      spool.add(recordOf(session, '/a'));
      assert.equal([...spool.ofFile('/a')].length, session + 1);
    }
  });

  it('names a directory that it cannot write to', () => {
    assert.throws(() => openSessionSpool(project.path('none')), {
      code: 'OUTPUT_NOT_WRITABLE',
      message: /^Cannot keep the counts of sessions in .+none: ENOENT.+\. Set TMPDIR to /,
    });
  });

  it('leaves no file in the directory', () => {
    spool.add(recordOf(0, '/a'));
    assert.deepEqual([...spool.all()].length, 1);
    assert.deepEqual(readdirSync(project.root), before);
  });
});
