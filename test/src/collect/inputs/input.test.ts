/** Identifying inputs, and finding the newest profile. */
import assert from 'node:assert/strict';
import { mkdirSync, utimesSync } from 'node:fs';
import { join } from 'node:path';
import { findNewestProfile } from '../../../../src/collect/inputs/find-newest-profile.js';
import { findInput } from '../../../../src/collect/inputs/input.js';
import { encodeArchive } from '../../../../src/profile/format/archive.js';
import { assertThrown } from '../../../support/assert-thrown.js';
import { type Files, makeProject, type Project } from '../../../support/project.js';

describe('findInput', () => {
  let project: Project | undefined;

  afterEach(() => project?.remove());

  const find = (files: Files, input: string) => {
    project = makeProject(files);
    const { kind, path, names } = findInput(project.path(input));
    return [kind, path.slice(project.root.length + 1), names];
  };

  const COUNTERS = 'covcounters.run.1.2025-01-02T03-04-05-678Z';

  const FOUND: readonly [title: string, files: Files, input: string, found: readonly unknown[]][] = [
    [
      'a profile directory',
      { [`d/${COUNTERS}`]: '', 'd/covmeta.00': '', 'd/tmp.1': '', 'd/nyc/1.json': '{}' },
      'd',
      ['profile', 'd', [COUNTERS, 'covmeta.00']],
    ],
    [
      'a profile directory without counters',
      { 'd/covmeta.00': '', 'd/run.1.jsonl': '' },
      'd',
      ['profile', 'd', ['covmeta.00']],
    ],
    [
      'a profile directory of the engine nyc',
      { 'd/nyc/1.json': '{}', 'd/run.1.jsonl': '' },
      'd',
      ['istanbul', 'd/nyc', ['1.json']],
    ],
    [
      "nyc's output directory",
      { '.nyc_output/b.json': '{}', '.nyc_output/a.json': '{}', '.nyc_output/processinfo/a.json': '{}' },
      '.nyc_output',
      ['istanbul', '.nyc_output', ['a.json', 'b.json']],
    ],
    [
      'a directory of JSON files with a subdirectory named nyc',
      { 'd/1.json': '{}', 'd/nyc/2.json': '{}' },
      'd',
      ['istanbul', 'd', ['1.json']],
    ],
    [
      'a directory of JSON files with a file named nyc',
      { 'd/1.json': '{}', 'd/nyc': '' },
      'd',
      ['istanbul', 'd', ['1.json']],
    ],
    ['a JSON file', { 'c.json': '{}' }, 'c.json', ['istanbul', 'c.json', []]],
    ['a JSON file with any name', { coverage: '{}' }, 'coverage', ['istanbul', 'coverage', []]],
    ['an archive', { a: encodeArchive(new Map()).toString('latin1') }, 'a', ['archive', 'a', []]],
  ];

  for (const [title, files, input, found] of FOUND)
    it(`finds ${title}`, () => assert.deepEqual(find(files, input), found));

  const NOT_FOUND: readonly [
    title: string,
    files: Files,
    input: string,
    code: 'INPUT_NOT_FOUND' | 'INPUT_EMPTY',
    message: RegExp,
  ][] = [
    [
      'a missing path',
      {},
      'gone',
      'INPUT_NOT_FOUND',
      /^Input not found: .+gone\. Expected a profile directory, /,
    ],
    [
      'a directory without inputs',
      { 'd/readme.md': '' },
      'd',
      'INPUT_EMPTY',
      /^No profile found in .+d\. .+`covermain doctor`/,
    ],
    ['nested directories without inputs', { 'd/1/readme.md': '' }, 'd', 'INPUT_EMPTY', /`covermain doctor`/],
    [
      'the parent of profile directories',
      { 'd/1/covmeta.00': '', 'd/2/covmeta.00': '', 'd/3/a.md': '' },
      'd',
      'INPUT_EMPTY',
      /Name a profile directory in it, such as .+d.2\.$/,
    ],
    [
      'the parent of directories with JSON files',
      { 'd/1/a.json': '{}' },
      'd',
      'INPUT_EMPTY',
      /Name a profile directory in it, such as .+d.1\.$/,
    ],
  ];

  for (const [title, files, input, code, message] of NOT_FOUND)
    it(`rejects ${title}`, () => assertThrown((async () => find(files, input))(), code, message));

  it('rejects an empty directory', async () => {
    const empty = makeProject({});
    project = empty;
    mkdirSync(empty.path('d'));
    await assertThrown(
      (async () => findInput(empty.path('d')))(),
      'INPUT_EMPTY',
      /^No profile found in .+d\. /,
    );
  });
});

describe('findNewestProfile', () => {
  let project: Project;

  afterEach(() => project.remove());

  /** @param written modification times of files, in seconds */
  const newest = (files: Files, written: Readonly<Record<string, number>> = {}, environment = {}): string => {
    project = makeProject(files);
    for (const [file, time] of Object.entries(written)) utimesSync(project.path(file), time, time);
    return findNewestProfile(project.root, environment).slice(project.root.length + 1);
  };

  const [FIRST, SECOND, NYC] = [
    'coverage-data/1/covcounters.a',
    'coverage-data/2/covcounters.a',
    '.nyc_output/1.json',
  ];

  it('returns COVER_DIR if it is set, even if it does not exist', () => {
    assert.equal(newest({ [FIRST]: '' }, {}, { COVER_DIR: 'mine' }), 'mine');
  });

  it('returns the profile directory that was written last, whatever its name', () => {
    assert.equal(
      newest({ [FIRST]: '', [SECOND]: '', [NYC]: '{}' }, { [FIRST]: 2, [SECOND]: 1 }),
      join('coverage-data', '1'),
    );
  });

  it('returns the last name of directories that were written at the same time', () => {
    assert.equal(
      newest({ [FIRST]: '', [SECOND]: '' }, { [FIRST]: 1, [SECOND]: 1 }),
      join('coverage-data', '2'),
    );
  });

  it('prefers a directory with counters to a newer one without', () => {
    const meta = 'coverage-data/2/covmeta.00';
    assert.equal(newest({ [FIRST]: '', [meta]: '' }, { [FIRST]: 1, [meta]: 2 }), join('coverage-data', '1'));
  });

  it('returns a newer directory of the engine nyc', () => {
    const nycOutput = 'coverage-data/0/nyc/1.json';
    assert.equal(
      newest({ [FIRST]: '', [nycOutput]: '{}' }, { [FIRST]: 1, [nycOutput]: 2 }),
      join('coverage-data', '0', 'nyc'),
    );
  });

  it('returns .nyc_output if there is no profile directory', () => {
    assert.equal(
      newest({ [NYC]: '{}', 'coverage-data/empty/a.txt': '', 'coverage-data/readme.md': '' }),
      '.nyc_output',
    );
  });

  it('throws an error with a remedy if there is no profile', async () => {
    await assertThrown(
      (async () => newest({}))(),
      'INPUT_NOT_FOUND',
      /^No profile found in .+coverage-data\. .+`covermain run -- node app\.js`/,
    );
  });
});
