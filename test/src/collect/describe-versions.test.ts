/** Log lines about files that were measured in several versions. */
import assert from 'node:assert/strict';
import { join, resolve } from 'node:path';
import { describeVersions } from '../../../src/collect/describe-versions.js';
import type { FunctionMeta } from '../../../src/profile/model/file-meta.js';
import type { OtherVersion } from '../../../src/profile/versions/other-version.js';
import { metaOf } from '../../support/profiles.js';

const ROOT = resolve('/app');

function otherOf(changes: Partial<OtherVersion> = {}): OtherVersion {
  return {
    path: join(ROOT, 'a.js'),
    hash: 'a'.repeat(64),
    matchedFunctions: 1,
    lostFunctions: [],
    ranOutside: false,
    ...changes,
  };
}

function functions(...names: readonly string[]): readonly FunctionMeta[] {
  const [meta] = metaOf().functions;
  assert.ok(meta);
  return names.map((name, line) => ({ ...meta, name, declaration: [line + 1, 0, line + 1, 1] }));
}

describe('the line about another version of a file', () => {
  const CASES: readonly [title: string, other: Partial<OtherVersion>, note: string][] = [
    [
      'reports that nothing is missing',
      {},
      'Coverage of 1 unchanged function of another version was added. No other code ran in that version.',
    ],
    [
      'reports that code outside functions is left out',
      { ranOutside: true },
      'Coverage of 1 unchanged function of another version was added. Left out: code outside functions.',
    ],
    [
      'names functions that are left out',
      { matchedFunctions: 2, lostFunctions: functions('f', 'g') },
      'Coverage of 2 unchanged functions of another version was added. Left out: f (line 1 in that version), g (line 2 in that version).',
    ],
    [
      'names five of many functions, and code outside functions',
      { matchedFunctions: 0, lostFunctions: functions('a', 'b', 'c', 'd', 'e', 'f', 'g'), ranOutside: true },
      'No coverage of another version could be added. Left out: a (line 1 in that version), b (line 2 in that version), c (line 3 in that version), d (line 4 in that version), e (line 5 in that version), 2 more functions, code outside functions.',
    ],
  ];

  for (const [title, other, note] of CASES) {
    it(title, () => {
      assert.deepEqual(describeVersions([otherOf(other)], ROOT), [
        `Several versions of a.js were measured. ${note}`,
      ]);
    });
  }
});

describe('the lines about many versions', () => {
  it('are ten and a summary, starting with versions that lost coverage', () => {
    const paths = Array.from({ length: 14 }, (_, index) => join(ROOT, `${10 + index}.js`));
    const lossy = otherOf({ path: join(ROOT, 'z.js'), lostFunctions: functions('f') });
    const lines = describeVersions([...paths.map((path) => otherOf({ path })), lossy], ROOT);
    assert.equal(lines.length, 11);
    assert.match(lines[0] ?? '', / of z\.js were measured\. .* Left out: f /);
    assert.match(lines[1] ?? '', / of 10\.js were measured\. /);
    assert.equal(
      lines[10],
      'Several versions of 5 more files were measured. Coverage of 5 unchanged functions was added. Left out: 0 functions.',
    );
  });

  it('are empty without other versions', () => {
    assert.deepEqual(describeVersions([], ROOT), []);
  });
});
