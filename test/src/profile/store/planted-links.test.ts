/** Nothing is written through a link that someone has put into a profile directory. */
import assert from 'node:assert/strict';
import {
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { countersNameOf } from '../../../../src/profile/format/counters-file.js';
import { encodeMeta, hashOf, metaNameOf } from '../../../../src/profile/format/meta-file.js';
import { openMetaStore } from '../../../../src/profile/store/meta-store.js';
import { writeCounters } from '../../../../src/profile/store/write-profile.js';
import { appendJournal, journalOf } from '../../../../src/run-log/journal.js';
import { countersOf, metaOf, profileOf, writeMeta } from '../../../support/profiles.js';

describe('a link in a profile directory', function () {
  if (process.platform === 'win32') this.pending = true; // only administrators can create links there
  let parent: string;
  let directory: string;
  let precious: string;

  beforeEach(() => {
    parent = realpathSync(mkdtempSync(join(tmpdir(), 'covermain-')));
    directory = join(parent, 'data');
    precious = join(parent, 'precious');
    mkdirSync(directory);
    mkdirSync(join(parent, 'elsewhere'));
    writeFileSync(precious, 'precious');
  });

  afterEach(() => rmSync(parent, { recursive: true, force: true }));

  const META = metaOf();
  const PROFILE = profileOf([countersOf(META, [0, 0, 0])]);

  it('is replaced by a meta or by counters, also if it leads to the same content', () => {
    const bytes = encodeMeta(META);
    const meta = join(directory, metaNameOf(hashOf(bytes)));
    const counters = join(directory, countersNameOf(PROFILE));
    writeFileSync(join(parent, 'copy'), bytes);
    symlinkSync(join(parent, 'copy'), meta);
    symlinkSync(precious, counters);
    writeMeta(directory, bytes);
    writeCounters(directory, PROFILE);
    for (const path of [meta, counters]) assert.ok(lstatSync(path).isFile());
    assert.equal(readFileSync(precious, 'utf8'), 'precious');
  });

  it('is not followed by a request that is appended to the journal', () => {
    const journal = journalOf(directory, 'run-1');
    symlinkSync(precious, journal);
    const event = { event: 'stop requested', at: '2025-01-02T10:00:00.000Z' } as const;
    assert.throws(() => appendJournal(journal, event), { code: 'DIRECTORY_NOT_WRITABLE', message: /ELOOP/ });
    assert.equal(readFileSync(precious, 'utf8'), 'precious');
  });

  for (const [title, link] of [
    ['the directory of all sessions', 'sessions'],
    ['the directory of one session', 'sessions/s'],
  ] as const) {
    it(`is not ${title}`, () => {
      if (link !== 'sessions') mkdirSync(join(directory, 'sessions'));
      symlinkSync(join(parent, 'elsewhere'), join(directory, link));
      writeMeta(directory, encodeMeta(META));
      const store = openMetaStore(directory);
      assert.throws(() => store.keepIn(join(directory, 'sessions/s'), PROFILE.files), {
        code: 'DIRECTORY_NOT_PRIVATE',
        message: `Cannot write to ${join(directory, link)}: it is a symbolic link. Delete it, and covermain creates it for you alone.`,
      });
      assert.deepEqual(readdirSync(join(parent, 'elsewhere')), []);
    });
  }
});
