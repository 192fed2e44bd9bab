/** Names that are unique on all machines that share a directory. They are random, but no secrets: loading `node:crypto` would take longer. */
import { formatHash, hashTexts } from './fast-hash.js';

// The app may replace these later, for example by a random generator that always starts alike.
const { random } = Math;
const { hrtime } = process;

/** Returns an identifier in the form of a UUID. */
export function createUniqueId(): string {
  const parts = [process.pid, Date.now(), hrtime.bigint(), random(), random()];
  const digits = formatHash(hashTexts(parts.map(String)));
  return digits.replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-');
}
