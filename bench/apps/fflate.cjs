/** fflate compresses a text and decompresses it again. */
'use strict';
const { deflateSync, inflateSync, strFromU8, strToU8 } = require('fflate');
const { loop } = require('./bench.cjs');

const line = (i) => `${i}: request ${(i * 7919) % 1013} of user-${(i * 31) % 97} took ${(i * 17) % 389} ms\n`;
const input = strToU8(Array.from({ length: 20_000 }, (_, i) => line(i)).join(''));

loop({
  pass() {
    const compressed = deflateSync(input, { level: 6 });
    return { size: compressed.length, text: strFromU8(inflateSync(compressed)).length };
  },
  checkOf: ({ size, text }) => `${size} ${text}`,
});
