/** Joins the chunks of a stream. */

export interface ChunkBuffer {
  /** Number of bytes so far. */
  size(): number;
  /** Copies a chunk. */
  add(chunk: Uint8Array): void;
  /** Returns all bytes so far, as a view. */
  bytes(): Buffer;
}

const FIRST_BYTES = 2 ** 12;

/**
 * Creates a buffer that grows with what arrives. A list of the chunks takes a hundred times as much memory if a sender makes each of
 * them one byte long.
 */
export function createChunkBuffer(): ChunkBuffer {
  let buffer = Buffer.alloc(0);
  let size = 0;
  return {
    size: () => size,
    add(chunk) {
      const needed = size + chunk.length;
      if (needed > buffer.length) {
        const larger = Buffer.allocUnsafeSlow(Math.max(needed, 2 * buffer.length, FIRST_BYTES));
        buffer.copy(larger, 0, 0, size);
        buffer = larger;
      }
      buffer.set(chunk, size);
      size = needed;
    },
    bytes: () => buffer.subarray(0, size),
  };
}
