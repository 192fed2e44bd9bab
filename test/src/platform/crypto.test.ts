/** Hashes that are computed without Node's `crypto` as long as there are few of them. */
import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { sha256 } from '../../../src/platform/crypto.js';
import { plainSha256 } from '../../../src/platform/plain-sha256.js';

function expected(data: string | Uint8Array): string {
  return createHash('sha256').update(data).digest('hex');
}

describe('plain SHA-256', () => {
  it('equals that of Node for contents of every length up to three blocks', () => {
    for (let length = 0; length <= 3 * 64; length++) {
      const content = Uint8Array.from({ length }, (_, index) => index * 37 + length);
      assert.equal(plainSha256(content), expected(content), `length ${length}`);
    }
  });

  it('equals that of Node for a part of a larger memory', () => {
    const content = Buffer.from('0123456789').subarray(3, 7);
    assert.equal(plainSha256(content), expected('3456'));
  });
});

describe('SHA-256', () => {
  it('is the same before and after Node’s crypto is loaded', () => {
    const contents = Array.from({ length: 20 }, (_, index) => 'ä€😀'.repeat(index * 20));
    for (const content of [...contents, ...contents]) {
      assert.equal(sha256(content), expected(content));
      assert.equal(sha256(Buffer.from(content)), expected(content));
    }
  });
});
