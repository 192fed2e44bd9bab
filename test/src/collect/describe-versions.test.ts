/** What people are told of files in several versions: what was added, what is left out, and no flood of it. */
import assert from 'node:assert/strict';
import { join, resolve } from 'node:path';
import { describeVersions } from '../../../src/collect/describe-versions.js';
import type { OtherVersion } from '../../../src/interchange/coverage-map.js';
import type { FunctionMeta } from '../../../src/profile/model/file-meta.js';
import { metaOf } from '../../support/profiles.js';

const ROOT = resolve('/app');

function otherOf(changes: Partial<OtherVersion> = {}): OtherVersion {
  return {
    path: join(ROOT, 'a.js'),
    hash: 'a'.repeat(64),
    carried: 1,
    left: [],
    ranOutside: false,
    ...changes,
  };
}

function functions(...names: readonly string[]): readonly FunctionMeta[] {
  const [called] = metaOf().functions;
  assert.ok(called);
  return names.map((name, line) => ({ ...called, name, declaration: [line + 1, 0, line + 1, 1] }));
}

describe('a note of another version of a file', () => {
  const CASES: readonly [what: string, other: Partial<OtherVersion>, note: string][] = [
    [
      'says that nothing is missing',
      {},
      'what ran in 1 unchanged function of another version was added; nothing else ran in it',
    ],
    [
      'says that code outside of functions is left out',
      { ranOutside: true },
      'what ran in 1 unchanged function of another version was added; left out is what ran outside of functions',
    ],
    [
      'names functions that are left out',
      { carried: 2, left: functions('f', 'g') },
      'what ran in 2 unchanged functions of another version was added; left out is what ran in f (line 1 there), g (line 2 there)',
    ],
    [
      'names five of many, and what is in no function',
      { carried: 0, left: functions('a', 'b', 'c', 'd', 'e', 'f', 'g'), ranOutside: true },
      'nothing of another version could be added; left out is what ran in a (line 1 there), b (line 2 there), c (line 3 there), d (line 4 there), e (line 5 there), 2 more functions, and outside of functions',
    ],
  ];

  for (const [what, other, note] of CASES) {
    it(what, () => {
      assert.deepEqual(describeVersions([otherOf(other)], ROOT), [
        `several versions were measured of a.js: ${note}`,
      ]);
    });
  }
});

describe('notes of many versions', () => {
  it('are ten and a sum, and begin with what is missing', () => {
    const paths = Array.from({ length: 14 }, (_, index) => join(ROOT, `${10 + index}.js`));
    const lossy = otherOf({ path: join(ROOT, 'z.js'), left: functions('f') });
    const lines = describeVersions([...paths.map((path) => otherOf({ path })), lossy], ROOT);
    assert.equal(lines.length, 11);
    assert.match(lines[0] ?? '', / of z\.js: .*; left out is what ran in f /);
    assert.match(lines[1] ?? '', / of 10\.js: /);
    assert.equal(
      lines[10],
      'several versions were measured of 5 more files, too: what ran in 5 unchanged functions was added; left out is what ran in 0 functions',
    );
  });

  it('are none where there is nothing to tell', () => {
    assert.deepEqual(describeVersions([], ROOT), []);
  });
});
