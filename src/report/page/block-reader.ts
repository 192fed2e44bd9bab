/** Reads parts of a large file with few reads of the file system. */
import { readSync } from 'node:fs';

/** Returns bytes that are valid until the next call. */
export type ReadBytes = (position: number, size: number) => Buffer;

/** Returns a function that reads blocks of a file, and returns parts of them. It throws RangeError at the end of the file. */
export function createBlockReader(descriptor: number, blockBytes: number): ReadBytes {
  let block = Buffer.allocUnsafe(blockBytes);
  let start = 0;
  let filled = 0;
  return (position, size) => {
    if (position < start || position + size > start + filled) {
      if (size > block.length) block = Buffer.allocUnsafe(size);
      [start, filled] = [position, 0];
      while (filled < size) {
        const more = readSync(descriptor, block, filled, block.length - filled, position + filled);
        if (more === 0) throw new RangeError(`The file has only ${position + filled} bytes.`);
        filled += more;
      }
    }
    return block.subarray(position - start, position - start + size);
  };
}
