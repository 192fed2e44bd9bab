import assert from 'node:assert/strict';
import { Minimatch } from 'minimatch';
import { requiredTextOf } from '../../../src/selection/required-text.js';
import { randomOf } from '../../support/profiles.js';

const CHARACTERS = [...'ab.*?/{},!@+(|)[]\\#-^', '**', 'ab', '/', 'b'];

describe('the text that a pattern requires', () => {
  it('is the longest text outside of wildcards and alternatives', () => {
    assert.equal(requiredTextOf('coverage/**'), 'coverage');
    assert.equal(requiredTextOf('**/{karma,rollup}.config.js'), '.config.js');
    assert.equal(requiredTextOf('packages/*/test{,s}/**'), 'packages');
    assert.equal(requiredTextOf('**/*.{js,ts}'), '.');
  });

  it('is empty where text may be optional', () => {
    for (const pattern of ['**', '!(test)/a', '[ab]c', 'ab/../c', './a', '{a,b', '!ab', 'a\\*b'])
      assert.equal(requiredTextOf(pattern), '', pattern);
  });

  it('is in every path that minimatch matches, for random patterns', () => {
    const random = randomOf(1);
    const textOf = (characters: readonly string[], length: number) =>
      Array.from({ length }, () => characters[random(characters.length)]).join('');
    let matched = 0;
    for (let round = 0; round < 30_000; round++) {
      const pattern = textOf(CHARACTERS, 1 + random(8));
      if (pattern.startsWith('#')) continue;
      const required = requiredTextOf(pattern);
      if (required === '') continue;
      const matcher = new Minimatch(pattern, { dot: true });
      for (const path of [textOf([...'ab./-'], 1 + random(6)), pattern, pattern.replace(/[*?]/g, 'a')]) {
        if (!matcher.match(path)) continue;
        matched += 1;
        assert.ok(path.includes(required), `${pattern} matches ${path}`);
      }
    }
    assert.ok(matched > 500, String(matched));
  });
});
