/** Tests that hashes depend on each bit and on the division of the content. */
import assert from 'node:assert/strict';
import { compareHashes, formatHash, hashBytes, hashTexts } from '../../../src/platform/fast-hash.js';

describe('the fast hash', () => {
  const BYTES = Uint8Array.from({ length: 67 }, (_, index) => index * 37);

  it('is the same for the same bytes wherever they are in memory', () => {
    const hash = formatHash(hashBytes(BYTES));
    assert.match(hash, /^[0-9a-f]{32}$/);
    for (const offset of [1, 2, 3, 4]) {
      const memory = new Uint8Array(80);
      memory.set(BYTES, offset);
      assert.equal(formatHash(hashBytes(memory.subarray(offset, offset + BYTES.length))), hash);
    }
  });

  it('changes at least a quarter of its bits with each bit of the content', () => {
    const hash = hashBytes(BYTES);
    for (let bit = 0; bit < 8 * BYTES.length; bit++) {
      const changed = BYTES.slice();
      changed[bit >> 3] = (changed[bit >> 3] ?? 0) ^ (1 << (bit & 7));
      const other = hashBytes(changed);
      const bits = other.reduce((sum, word, index) => sum + countBits(word ^ (hash[index] ?? 0)), 0);
      assert.ok(bits >= 32, `bit ${bit} changes ${bits} bits`);
    }
  });

  it('counts zeros at the end', () => {
    const hashes = Array.from({ length: 40 }, (_, length) => formatHash(hashBytes(new Uint8Array(length))));
    assert.equal(new Set(hashes).size, hashes.length);
  });

  it('differs between texts, their divisions and their seeds', () => {
    const lists = [
      [],
      [''],
      ['a', 'b'],
      ['ab'],
      ['a', 'b', ''],
      ['', 'ab'],
      ['b', 'a'],
      ['慢'],
      ['ba'],
      ['é'],
    ];
    const hashes = lists.flatMap((texts) => [hashTexts(texts), hashTexts(texts, hashTexts(['seed']))]);
    assert.equal(new Set(hashes.map(formatHash)).size, hashes.length);
    assert.deepEqual(hashTexts(['a', 'b']), hashTexts(['b'], hashTexts(['a'])));
  });

  it('differs between lone surrogates, which have the same bytes in UTF-8', () => {
    assert.notDeepEqual(hashTexts(['\ud800']), hashTexts(['\ud801']));
  });

  it('has no equal hashes among many similar texts', () => {
    const hashes = Array.from({ length: 50_000 }, (_, index) =>
      formatHash(hashTexts([`/app/src/${index}.js`])),
    );
    assert.equal(new Set(hashes).size, hashes.length);
  });

  it('is ordered by its words', () => {
    const [low, high] = [Int32Array.of(1, -5, 0, 0), Int32Array.of(1, 5, 0, 0)];
    assert.ok(compareHashes(low, high) < 0);
    assert.ok(compareHashes(high, low) > 0);
    assert.equal(compareHashes(low, Int32Array.from(low)), 0);
  });
});

function countBits(word: number): number {
  let count = 0;
  for (let rest = word; rest !== 0; rest &= rest - 1) count++;
  return count;
}
