import assert from 'node:assert/strict';
import { createChunkBuffer } from '../../../src/platform/chunk-buffer.js';

describe('a chunk buffer', () => {
  it('joins chunks of any size', () => {
    const buffer = createChunkBuffer();
    assert.equal(buffer.bytes().length, 0);
    const chunks = [1, 0, 5_000, 3, 70_000, 1].map((size, index) => Buffer.alloc(size, index + 1));
    for (const chunk of chunks) buffer.add(chunk);
    assert.deepEqual(buffer.bytes(), Buffer.concat(chunks));
    assert.equal(buffer.size(), 75_005);
  });

  it('takes little more memory than the bytes, however small the chunks are', () => {
    const buffer = createChunkBuffer();
    const before = process.memoryUsage();
    for (let count = 0; count < 2 ** 20; count++) buffer.add(Buffer.of(1));
    const after = process.memoryUsage();
    assert.equal(buffer.size(), 2 ** 20);
    assert.ok(buffer.bytes().buffer.byteLength <= 2 ** 21);
    assert.ok(after.rss - before.rss < 2 ** 27, `${after.rss - before.rss} bytes`);
  });
});
