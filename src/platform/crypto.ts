/**
 * What is needed of Node's `crypto`: that takes milliseconds to load, and most processes of a run measure nothing, and so
 * need none of it.
 */
const { getBuiltinModule } = process;

/** In hexadecimal. */
export function sha256(data: string | Uint8Array): string {
  return getBuiltinModule('node:crypto').hash('sha256', data);
}

export function randomUUID(): string {
  return getBuiltinModule('node:crypto').randomUUID();
}
