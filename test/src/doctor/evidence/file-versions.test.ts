/** Versions of a file whose counts cannot be added are reported with what they lose. */
import assert from 'node:assert/strict';
import { describeFinding } from '../../../../src/doctor/describe-finding.js';
import { type FileVersionFinding, findFileVersions } from '../../../../src/doctor/evidence/file-versions.js';
import type { OtherVersion } from '../../../../src/profile/versions/other-version.js';

const OTHER: OtherVersion = {
  path: '/p/a.js',
  hash: '0',
  matchedFunctions: 0,
  lostFunctions: [],
  ranOutside: false,
};

const FINDING: FileVersionFinding = {
  kind: 'file-versions-differ',
  file: 'a.js',
  matchedFunctions: 0,
  lostFunctions: [],
  ranOutside: false,
};

describe('findFileVersions', () => {
  it('lists versions that lose counts first', () => {
    assert.deepEqual(findFileVersions([OTHER, { ...OTHER, ranOutside: true }], '/p'), [
      { ...FINDING, ranOutside: true },
      FINDING,
    ]);
  });

  it('summarizes all but ten versions', () => {
    const others = Array.from({ length: 12 }, () => ({ ...OTHER, matchedFunctions: 2, ranOutside: true }));
    const findings = findFileVersions(others, '/p');
    assert.equal(findings.length, 11);
    assert.deepEqual(findings.at(-1), {
      kind: 'more-file-versions-differ',
      fileCount: 1,
      matchedFunctions: 4,
      lostFunctionCount: 0,
      ranOutside: true,
    });
  });
});

describe('describeFinding of file versions', () => {
  it('names the functions whose counts are left out', () => {
    const lostFunctions = [{ name: 'load', line: 3 }];
    assert.deepEqual(describeFinding({ ...FINDING, matchedFunctions: 2, lostFunctions, ranOutside: true }), {
      state: 'warning',
      found:
        'Several versions of a.js were measured. Coverage of 2 unchanged functions of another version was added. ' +
        'Left out: load (line 3 in that version), code outside functions.',
      remedy: 'Measure each version into its own COVER_DIR.',
    });
  });

  it('reports a version that loses nothing', () => {
    assert.equal(
      describeFinding(FINDING).found,
      'Several versions of a.js were measured. No coverage of another version could be added. ' +
        'No other code ran in that version.',
    );
  });
});
