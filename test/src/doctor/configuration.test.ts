/** The check names the configuration that is read, and files and keys that are not. */
import assert from 'node:assert/strict';
import { rmSync } from 'node:fs';
import { type ConfigurationFinding, configurationCheck } from '../../../src/doctor/configuration.js';
import { describeFinding } from '../../../src/doctor/describe-finding.js';
import { findingsOf } from '../../support/doctor.js';
import { type Files, makeProject, type Project } from '../../support/project.js';

describe('the configuration check', () => {
  let project: Project;

  afterEach(() => project.remove());

  /** Runs the check in a project that has no other configuration than these files. */
  function examine(files: Files): Promise<readonly ConfigurationFinding[]> {
    project = makeProject(files);
    if (files['.nycrc'] === undefined) rmSync(project.path('.nycrc'));
    return findingsOf(configurationCheck, project);
  }

  const FOUND: readonly (readonly [title: string, files: Files, finding: ConfigurationFinding])[] = [
    ['reports a project without configuration', {}, { kind: 'configuration-absent' }],
    [
      'reports a .nycrc that is read',
      { '.nycrc': '{"include": "src"}' },
      { kind: 'configuration-read', files: ['.nycrc'] },
    ],
    [
      'reports a YAML file that is read',
      { '.nycrc.yml': 'include: src' },
      { kind: 'configuration-read', files: ['.nycrc.yml'] },
    ],
    [
      'reports a JavaScript file that is read',
      { 'nyc.config.cjs': 'module.exports = {};' },
      { kind: 'configuration-read', files: ['nyc.config.cjs'] },
    ],
    [
      'reports the key nyc of package.json',
      { 'package.json': '{"nyc": {"all": true}}' },
      { kind: 'configuration-read', files: ['package.json'] },
    ],
    [
      "accepts nyc's keys and keys that resemble none of them",
      { '.nycrc': '{"check-coverage": true, "own-key": 1}' },
      { kind: 'configuration-read', files: ['.nycrc'] },
    ],
    [
      'warns about a second configuration file',
      { '.nycrc': '{}', 'nyc.config.js': '' },
      { kind: 'configuration-shadowed', file: 'nyc.config.js', by: '.nycrc' },
    ],
    [
      'warns about a file name that nyc does not read',
      { '.c8rc.json': '{}' },
      { kind: 'configuration-name-unsupported', file: '.c8rc.json', target: '.nycrc' },
    ],
    [
      'warns about a misspelt key',
      { '.nycrc': '{"inlcude": []}' },
      { kind: 'configuration-key-unknown', key: 'inlcude', suggestion: 'include' },
    ],
  ];

  for (const [title, files, finding] of FOUND) {
    it(title, async () => {
      assert.deepEqual(await examine(files), [finding]);
    });
  }

  for (const [title, nycrc, reason] of [
    ['reports a file that is not JSON', '{', /^Cannot read the nyc configuration/],
    ['reports a value that is not accepted', '{"branches": 101}', /branches "101"/],
  ] as const) {
    it(title, async () => {
      const [finding, ...others] = await examine({ '.nycrc': nycrc, 'src/a.ts': '' });
      assert.equal(finding?.kind, 'configuration-unreadable');
      assert.match(finding.reason, reason);
      assert.deepEqual(others, []);
    });
  }

  it('formats a misspelt key as a warning', () => {
    assert.deepEqual(
      describeFinding({ kind: 'configuration-key-unknown', key: 'inlcude', suggestion: 'include' }),
      {
        state: 'warning',
        found: 'nyc does not know the configuration key "inlcude".',
        remedy: 'Did you mean "include"?',
      },
    );
  });

  it('names the key of package.json when it formats the files', () => {
    const { found } = describeFinding({ kind: 'configuration-read', files: ['.nycrc', 'package.json'] });
    assert.equal(found, 'Read from .nycrc, package.json (key "nyc").');
  });
});
