/**
 * SHA-256 in plain JavaScript (FIPS 180-4), for processes that hash only a few hundred bytes: loading Node's `crypto` takes them
 * longer than everything else at their end. It is a hundred times slower than that of Node.
 */

const BLOCK = 64;
const WORDS = BLOCK / 4;
/** The length in bits takes 8 bytes, and the bit after the content a byte. */
const SUFFIX = 9;

/** First 32 bits of the fractional parts of the square roots of the first eight primes. */
const START = [
  0x6a09e667, 0xbb67ae85, 0x3c6ef372, 0xa54ff53a, 0x510e527f, 0x9b05688c, 0x1f83d9ab, 0x5be0cd19,
] as const;

/** First 32 bits of the fractional parts of the cube roots of the first 64 primes. */
const ROUND_CONSTANTS = [
  0x428a2f98, 0x71374491, 0xb5c0fbcf, 0xe9b5dba5, 0x3956c25b, 0x59f111f1, 0x923f82a4, 0xab1c5ed5, 0xd807aa98,
  0x12835b01, 0x243185be, 0x550c7dc3, 0x72be5d74, 0x80deb1fe, 0x9bdc06a7, 0xc19bf174, 0xe49b69c1, 0xefbe4786,
  0x0fc19dc6, 0x240ca1cc, 0x2de92c6f, 0x4a7484aa, 0x5cb0a9dc, 0x76f988da, 0x983e5152, 0xa831c66d, 0xb00327c8,
  0xbf597fc7, 0xc6e00bf3, 0xd5a79147, 0x06ca6351, 0x14292967, 0x27b70a85, 0x2e1b2138, 0x4d2c6dfc, 0x53380d13,
  0x650a7354, 0x766a0abb, 0x81c2c92e, 0x92722c85, 0xa2bfe8a1, 0xa81a664b, 0xc24b8b70, 0xc76c51a3, 0xd192e819,
  0xd6990624, 0xf40e3585, 0x106aa070, 0x19a4c116, 0x1e376c08, 0x2748774c, 0x34b0bcb5, 0x391c0cb3, 0x4ed8aa4a,
  0x5b9cca4f, 0x682e6ff3, 0x748f82ee, 0x78a5636f, 0x84c87814, 0x8cc70208, 0x90befffa, 0xa4506ceb, 0xbef9a3f7,
  0xc67178f2,
] as const;

/** Returns the hash in hexadecimal digits. @param content at most 2 ** 28 bytes */
export function plainSha256(content: Uint8Array): string {
  const padded = Buffer.alloc(Math.ceil((content.length + SUFFIX) / BLOCK) * BLOCK);
  padded.set(content);
  padded[content.length] = 0x80;
  padded.writeUInt32BE(content.length * 8, padded.length - 4);
  const state = Int32Array.from(START);
  const schedule = new Int32Array(ROUND_CONSTANTS.length);
  for (let offset = 0; offset < padded.length; offset += BLOCK) {
    fillSchedule(schedule, padded, offset);
    addBlock(state, schedule);
  }
  const digest = Buffer.alloc(4 * state.length);
  for (const [index, word] of state.entries()) digest.writeInt32BE(word, 4 * index);
  return digest.toString('hex');
}

/** Fills the 64 words that a block is expanded to. */
function fillSchedule(schedule: Int32Array, bytes: Buffer, offset: number): void {
  for (let index = 0; index < WORDS; index++) schedule[index] = bytes.readInt32BE(offset + 4 * index);
  for (let index = WORDS; index < schedule.length; index++) {
    const near = schedule[index - 2] as number;
    const far = schedule[index - 15] as number;
    const nearMix = rotate(near, 17) ^ rotate(near, 19) ^ (near >>> 10);
    const farMix = rotate(far, 7) ^ rotate(far, 18) ^ (far >>> 3);
    schedule[index] = (schedule[index - 16] as number) + farMix + (schedule[index - 7] as number) + nearMix;
  }
}

function addBlock(state: Int32Array, schedule: Int32Array): void {
  let [a = 0, b = 0, c = 0, d = 0, e = 0, f = 0, g = 0, h = 0] = state;
  for (let round = 0; round < schedule.length; round++) {
    const mixedE = rotate(e, 6) ^ rotate(e, 11) ^ rotate(e, 25);
    const choice = (e & f) ^ (~e & g);
    const first = h + mixedE + choice + (ROUND_CONSTANTS[round] as number) + (schedule[round] as number);
    const mixedA = rotate(a, 2) ^ rotate(a, 13) ^ rotate(a, 22);
    const majority = (a & b) ^ (a & c) ^ (b & c);
    h = g;
    g = f;
    f = e;
    e = (d + first) | 0;
    d = c;
    c = b;
    b = a;
    a = (first + mixedA + majority) | 0;
  }
  [a, b, c, d, e, f, g, h].forEach((word, index) => {
    state[index] = (state[index] as number) + word;
  });
}

function rotate(word: number, bits: number): number {
  return (word >>> bits) | (word << (32 - bits));
}
