/** What a run executed that earlier profiles had not. */
import assert from 'node:assert/strict';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { encodeMeta } from '../../../src/profile/format/meta-file.js';
import { writeCounters } from '../../../src/profile/store/write-profile.js';
import { findRunNews, formatRunNews } from '../../../src/report/run-news.js';
import { makeRoot } from '../../support/agents.js';
import { countersOf, metaOf, profileOf, writeMeta } from '../../support/profiles.js';

const META = metaOf({ path: 'src/a.ts' });
const OTHER = metaOf({ path: 'src/b.ts' });
const CHANGED = metaOf({ path: 'src/a.ts', sourceHash: 'f'.repeat(64) });

describe('the news of a run', () => {
  let root: string;
  let remove = () => {};

  beforeEach(() => {
    ({ root, remove } = makeRoot());
  });
  afterEach(() => remove());

  const directoryOf = (name: string) => join(root, name);

  function write(
    name: string,
    run: string,
    files: readonly (readonly [typeof META, readonly number[]])[],
  ): string {
    const directory = directoryOf(name);
    mkdirSync(directory, { recursive: true });
    for (const [meta] of files) writeMeta(directory, encodeMeta(meta));
    const counters = files.map(([meta, counts]) => countersOf(meta, counts));
    writeCounters(directory, profileOf(counters, { run, root }));
    return directory;
  }

  const newsOf = (name: string, run = 'own') => findRunNews({ id: run, directory: directoryOf(name), root });
  const linesOf = (name: string) => {
    const news = newsOf(name);
    return news ? formatRunNews(news, root) : undefined;
  };

  it('compares with the newest other directory of runs', () => {
    write('coverage-data/1', 'one', [[META, [1, 0, 0]]]);
    write('coverage-data/2', 'own', [
      [META, [2, 1, 0]],
      [OTHER, [1, 0, 0]],
    ]);
    assert.deepEqual(linesOf('coverage-data/2'), [
      'new:     2 statements in 2 files since coverage-data/1, of 3 statements in 2 files that ran',
    ]);
  });

  it('compares with earlier runs of its own directory', () => {
    write('data', 'one', [[META, [1, 0, 0]]]);
    write('data', 'own', [[META, [1, 3, 0]]]);
    assert.deepEqual(linesOf('data'), [
      'new:     1 statement in 1 file since earlier runs in data, of 2 statements in 1 file that ran',
    ]);
  });

  it('does not count files that were measured in another version', () => {
    write('data', 'one', [[CHANGED, [0, 0, 0]]]);
    write('data', 'own', [
      [META, [1, 3, 0]],
      [OTHER, [1, 0, 0]],
    ]);
    assert.deepEqual(linesOf('data'), [
      'new:     at least 1 statement in 1 file since earlier runs in data, of 3 statements in 2 files that ran',
    ]);
  });

  it('is empty if nothing is new', () => {
    write('data', 'one', [[META, [1, 1, 0]]]);
    write('data', 'own', [[META, [1, 1, 0]]]);
    assert.deepEqual(linesOf('data'), []);
  });

  it('is unknown without earlier profiles, with unreadable ones, and with those of another package', () => {
    write('coverage-data/2', 'own', [[META, [1, 3, 0]]]);
    assert.equal(newsOf('coverage-data/2'), undefined);
    assert.equal(newsOf('coverage-data/2', 'none'), undefined);
    const earlier = write('coverage-data/1', 'one', [[META, [1, 0, 0]]]);
    assert.ok(newsOf('coverage-data/2'));
    writeFileSync(join(earlier, 'covcounters.damaged'), 'x');
    assert.equal(newsOf('coverage-data/2'), undefined);
    write('data', 'own', [[META, [1, 3, 0]]]);
    writeCounters(
      directoryOf('data'),
      profileOf([countersOf(META, [1, 0, 0])], { run: 'one', root: '/other' }),
    );
    assert.equal(newsOf('data'), undefined);
  });
});
