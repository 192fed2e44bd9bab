/**
 * The functions that covermain needs of Node's `crypto`. They load it when they are called: that takes milliseconds, and
 * most processes of a run measure nothing and so need none of them.
 */
const { getBuiltinModule } = process;

/** Returns the hash in hexadecimal digits. */
export function sha256(data: string | Uint8Array): string {
  return getBuiltinModule('node:crypto').hash('sha256', data);
}

/** Returns random bytes that nobody can guess. */
export function randomBytes(length: number): Buffer {
  return getBuiltinModule('node:crypto').randomBytes(length);
}

export function randomUUID(): string {
  return getBuiltinModule('node:crypto').randomUUID();
}
