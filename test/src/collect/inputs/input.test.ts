/** What an input is, by what is there; and which one is read where none is named. */
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

  const FOUND: readonly [what: string, files: Files, input: string, found: readonly unknown[]][] = [
    [
      'a profile directory',
      { [`d/${COUNTERS}`]: '', 'd/covmeta.00': '', 'd/tmp.1': '', 'd/nyc/1.json': '{}' },
      'd',
      ['profile', 'd', [COUNTERS, 'covmeta.00']],
    ],
    [
      'one without counters',
      { 'd/covmeta.00': '', 'd/run.1.jsonl': '' },
      'd',
      ['profile', 'd', ['covmeta.00']],
    ],
    [
      'one of the engine nyc',
      { 'd/nyc/1.json': '{}', 'd/run.1.jsonl': '' },
      'd',
      ['istanbul', 'd/nyc', ['1.json']],
    ],
    [
      "nyc's folder",
      { '.nyc_output/b.json': '{}', '.nyc_output/a.json': '{}', '.nyc_output/processinfo/a.json': '{}' },
      '.nyc_output',
      ['istanbul', '.nyc_output', ['a.json', 'b.json']],
    ],
    [
      'a folder of JSON in which a folder is called nyc',
      { 'd/1.json': '{}', 'd/nyc/2.json': '{}' },
      'd',
      ['istanbul', 'd', ['1.json']],
    ],
    [
      'a folder of JSON in which a file is called nyc',
      { 'd/1.json': '{}', 'd/nyc': '' },
      'd',
      ['istanbul', 'd', ['1.json']],
    ],
    ['a file of JSON', { 'c.json': '{}' }, 'c.json', ['istanbul', 'c.json', []]],
    ['a file of JSON by any name', { coverage: '{}' }, 'coverage', ['istanbul', 'coverage', []]],
    ['an archive', { a: encodeArchive(new Map()).toString('latin1') }, 'a', ['archive', 'a', []]],
  ];

  for (const [what, files, input, found] of FOUND)
    it(`finds ${what}`, () => assert.deepEqual(find(files, input), found));

  const NOT_FOUND: readonly [
    what: string,
    files: Files,
    input: string,
    code: 'INPUT_NOT_FOUND' | 'INPUT_EMPTY',
    message: RegExp,
  ][] = [
    ['what is not there', {}, 'gone', 'INPUT_NOT_FOUND', /gone is not there: expected a profile directory, /],
    [
      'a folder without any',
      { 'd/readme.md': '' },
      'd',
      'INPUT_EMPTY',
      /d holds no profile: .+`covermain doctor`/,
    ],
    ['a folder of folders without any', { 'd/1/readme.md': '' }, 'd', 'INPUT_EMPTY', /`covermain doctor`/],
    [
      'a folder of profile directories',
      { 'd/1/covmeta.00': '', 'd/2/covmeta.00': '', 'd/3/a.md': '' },
      'd',
      'INPUT_EMPTY',
      /name those that are in it, as in .+d.2$/,
    ],
    [
      "a folder of folders such as nyc's",
      { 'd/1/a.json': '{}' },
      'd',
      'INPUT_EMPTY',
      /name those that are in it, as in .+d.1$/,
    ],
  ];

  for (const [what, files, input, code, message] of NOT_FOUND)
    it(`refuses ${what}`, () => assertThrown((async () => find(files, input))(), code, message));

  it('refuses a folder that is empty', async () => {
    const empty = makeProject({});
    project = empty;
    mkdirSync(empty.path('d'));
    await assertThrown((async () => findInput(empty.path('d')))(), 'INPUT_EMPTY', /d holds no profile/);
  });
});

describe('findNewest', () => {
  let project: Project;

  afterEach(() => project.remove());

  /** @param written the file of each that was written last, in seconds */
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

  it('is COVER_DIR, whatever else there is, even if that is not', () => {
    assert.equal(newest({ [FIRST]: '' }, {}, { COVER_DIR: 'mine' }), 'mine');
  });

  it('is the profile directory that was written last, whatever its name', () => {
    assert.equal(
      newest({ [FIRST]: '', [SECOND]: '', [NYC]: '{}' }, { [FIRST]: 2, [SECOND]: 1 }),
      join('coverage-data', '1'),
    );
  });

  it('is the last by name where they were written at once', () => {
    assert.equal(
      newest({ [FIRST]: '', [SECOND]: '' }, { [FIRST]: 1, [SECOND]: 1 }),
      join('coverage-data', '2'),
    );
  });

  it('is one that was counted rather than one that was not', () => {
    const meta = 'coverage-data/2/covmeta.00';
    assert.equal(newest({ [FIRST]: '', [meta]: '' }, { [FIRST]: 1, [meta]: 2 }), join('coverage-data', '1'));
  });

  it('is one of the engine nyc, too', () => {
    const theirs = 'coverage-data/0/nyc/1.json';
    assert.equal(
      newest({ [FIRST]: '', [theirs]: '{}' }, { [FIRST]: 1, [theirs]: 2 }),
      join('coverage-data', '0', 'nyc'),
    );
  });

  it("is nyc's folder where there is no profile directory", () => {
    assert.equal(
      newest({ [NYC]: '{}', 'coverage-data/empty/a.txt': '', 'coverage-data/readme.md': '' }),
      '.nyc_output',
    );
  });

  it('is refused where there is none, with what to do', async () => {
    await assertThrown(
      (async () => newest({}))(),
      'INPUT_NOT_FOUND',
      /no profile in .+coverage-data: .+`covermain run -- node app\.js`/,
    );
  });
});
