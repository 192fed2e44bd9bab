/** The configuration that is read is named, and so is what nobody reads. */
import assert from 'node:assert/strict';
import { rmSync } from 'node:fs';
import type { Finding } from '../../../src/doctor/check.js';
import { configurationCheck } from '../../../src/doctor/configuration.js';
import { findingsOf } from '../../support/doctor.js';
import { type Files, makeProject, type Project } from '../../support/project.js';

describe('the check of the configuration', () => {
  let project: Project;

  afterEach(() => project.remove());

  /** In a project that has no other configuration than these files. */
  function look(files: Files): Promise<readonly Finding[]> {
    project = makeProject(files);
    if (files['.nycrc'] === undefined) rmSync(project.path('.nycrc'));
    return findingsOf(configurationCheck, project);
  }

  const READ: readonly (readonly [files: Files, found: RegExp])[] = [
    [{}, /^no \.nycrc: nyc's defaults hold$/],
    [{ '.nycrc': '{"include": "src"}' }, /^\.nycrc$/],
    [{ '.nycrc.yml': 'include: src' }, /^\.nycrc\.yml$/],
    [{ 'nyc.config.cjs': 'module.exports = {};' }, /^nyc\.config\.cjs$/],
    [{ 'package.json': '{"nyc": {"all": true}}' }, /^package\.json \(its key nyc\)$/],
    [{ '.nycrc': '{"check-coverage": true, "own-key": 1}' }, /^\.nycrc$/],
  ];

  for (const [files, found] of READ) {
    it(`is content with ${JSON.stringify(files)}`, async () => {
      const [finding, ...others] = await look(files);
      assert.equal(finding?.state, 'ok');
      assert.match(finding.found, found);
      assert.deepEqual(others, []);
    });
  }

  const UNREAD: readonly (readonly [files: Files, state: Finding['state'], found: RegExp, remedy: RegExp])[] =
    [
      [{ '.nycrc': '{', 'src/a.ts': '' }, 'problem', /cannot be read/, /mend the file/],
      [
        { '.nycrc': '{}', 'nyc.config.js': '' },
        'warning',
        /^nyc\.config\.js is not read, since \.nycrc/,
        /keep one/,
      ],
      [{ '.c8rc.json': '{}' }, 'warning', /^\.c8rc\.json is not read$/, /move what it says to \.nycrc/],
      [
        { '.nycrc': '{"inlcude": []}' },
        'warning',
        /a key inlcude, which nyc does not know/,
        /mean include\?/,
      ],
      [{ '.nycrc': '{"branches": 101}' }, 'problem', /branches="101" is not accepted/, /mend the file/],
    ];

  for (const [files, state, found, remedy] of UNREAD) {
    it(`finds what is wrong in ${JSON.stringify(files)}`, async () => {
      const [finding, ...others] = await look(files);
      assert.equal(finding?.state, state);
      assert.match(finding.found, found);
      assert.match(finding.remedy ?? '', remedy);
      assert.deepEqual(others, []);
    });
  }
});
