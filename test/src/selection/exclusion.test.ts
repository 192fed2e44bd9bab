/** Every file that may not be measured has a rule that says why. */
import assert from 'node:assert/strict';
import { findPathRule } from '../../../src/selection/exclusion.js';

describe('findPathRule', () => {
  const SELECTION = { root: '/app', include: [], exclude: [], extension: ['.js'], excludeNodeModules: true };

  const RULES = [
    ['/app/src/a.js', undefined],
    ['/app/src/a.ts', 'extension'],
    ['/app/data.json', undefined],
    ['/app/node_modules/x/a.js', 'node-modules'],
    ['/node_modules/x/a.js', 'node-modules'],
    ['/usr/lib/x/a.js', 'outside-root'],
    ['/application/a.js', 'outside-root'],
  ] as const;

  for (const [file, rule] of RULES)
    it(`returns ${rule ?? 'no rule'} for ${file}`, () => {
      assert.equal(findPathRule(SELECTION, file), rule);
    });

  it('returns no rule for dependencies that may be measured', () => {
    const selection = { ...SELECTION, excludeNodeModules: false };
    assert.equal(findPathRule(selection, '/app/node_modules/x/a.js'), undefined);
  });
});
