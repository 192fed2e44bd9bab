/** Changes bytes without regard to their meaning: flips, cuts, repeats and inserts. */
import type { Random } from '../support/profiles.js';

/** Numbers at which an unsigned LEB128 changes its length or becomes invalid. */
const INSERTED: readonly Buffer[] = [
  Buffer.from([0]),
  Buffer.from([0x7f]),
  Buffer.from([0x80, 0x80, 0x01]),
  Buffer.from([0xff, 0xff, 0xff, 0x7f]),
  Buffer.from([0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x0f]),
  Buffer.from([0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x7f]),
  Buffer.from([0xc3, 0x28]),
];

/** Returns changed bytes. @param from index of the first byte that may change */
export function mutateBytes(random: Random, bytes: Buffer, from = 0): Buffer {
  let changed = Buffer.from(bytes);
  for (let times = 1 + random(3); times > 0; times--) changed = mutateOnce(random, changed, from);
  return changed;
}

function mutateOnce(random: Random, bytes: Buffer<ArrayBuffer>, from: number): Buffer<ArrayBuffer> {
  const at = from + random(Math.max(1, bytes.length - from));
  const inserted = INSERTED[random(INSERTED.length)] as Buffer;
  switch (random(6)) {
    case 0:
      bytes[at] = (bytes[at] ?? 0) ^ (1 << random(8));
      return bytes;
    case 1:
      bytes[at] = random(256);
      return bytes;
    case 2:
      return Buffer.concat([bytes.subarray(0, at), inserted, bytes.subarray(at)]);
    case 3:
      return Buffer.concat([bytes.subarray(0, at), inserted, bytes.subarray(at + inserted.length)]);
    case 4:
      return Buffer.concat([bytes.subarray(0, at), bytes.subarray(at + random(40))]);
    default: {
      const part = bytes.subarray(at, at + 1 + random(200));
      return Buffer.concat([
        bytes.subarray(0, at),
        ...Array.from({ length: 1 + random(50) }, () => part),
        bytes.subarray(at),
      ]);
    }
  }
}
