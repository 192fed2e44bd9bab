/**
 * The functions that covermain needs of Node's `crypto`. They load it when they are called: that takes milliseconds, and
 * most processes of a run measure nothing and so need none of them.
 */
import { plainSha256 } from './plain-sha256.js';

const { getBuiltinModule } = process;

/** Bytes that a process hashes in plain JavaScript, at most: it may never need more than the checksum of a small profile. */
const MAX_PLAIN_BYTES = 4096;
let plainBytes = 0;

/** Returns the hash in hexadecimal digits. */
export function sha256(data: string | Uint8Array): string {
  if (plainBytes + data.length <= MAX_PLAIN_BYTES) {
    const bytes = typeof data === 'string' ? Buffer.from(data) : data;
    plainBytes += bytes.length;
    return plainSha256(bytes);
  }
  plainBytes = MAX_PLAIN_BYTES;
  return getBuiltinModule('node:crypto').hash('sha256', data);
}

/** Returns random bytes that nobody can guess. */
export function randomBytes(length: number): Buffer {
  return getBuiltinModule('node:crypto').randomBytes(length);
}

export function randomUUID(): string {
  return getBuiltinModule('node:crypto').randomUUID();
}
