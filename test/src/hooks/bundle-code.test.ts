import assert from 'node:assert/strict';
import { decodeCode } from '../../../src/hooks/bundle-code.js';

const KEY = '["v20","a key"]\n';
const CODE = Buffer.from('bytecode'.repeat(1000));

function fileOf(...copies: readonly Buffer[]): Buffer {
  return Buffer.concat([Buffer.from(`${KEY}000008000\n`), ...copies]);
}

describe('the file with the code cache of a bundle', () => {
  it('contains the code', () => {
    assert.deepEqual(decodeCode(KEY, fileOf(CODE, CODE)), CODE);
  });

  it('is not used with another key', () => {
    assert.equal(decodeCode(KEY.replace('v20', 'v22'), fileOf(CODE, CODE)), undefined);
  });

  it('is not used if any byte changed', () => {
    const file = fileOf(CODE, CODE);
    for (let index = 0; index < file.length; index++) {
      const damaged = Buffer.from(file);
      damaged[index] = (damaged[index] ?? 0) ^ 1;
      assert.equal(decodeCode(KEY, damaged), undefined, `byte ${index}`);
    }
  });

  it('is not used if it ends early, or if it is empty', () => {
    const file = fileOf(CODE, CODE);
    for (const length of [0, 1, KEY.length - 1, KEY.length, KEY.length + CODE.length, file.length - 1])
      assert.equal(decodeCode(KEY, file.subarray(0, length)), undefined, `length ${length}`);
  });

  it('is not used if a block is lost in both copies', () => {
    const lost = Buffer.from(CODE).fill(0, 4096, 4608);
    assert.equal(decodeCode(KEY, fileOf(lost, lost)), undefined);
  });
});
