/** Names that are unique on all machines that share a directory. They are no secrets: loading `node:crypto` would take longer. */
import { hostname } from 'node:os';
import { formatHash, hashTexts } from './fast-hash.js';

// The app may replace these later, for example by a stopped clock.
const { now } = Date;
const { hrtime } = process;

let count = 0;

/**
 * Returns an identifier in the form of a UUID. It uses no random numbers: with `--random-seed`, the app would get others than
 * without covermain.
 */
export function createUniqueId(): string {
  count += 1;
  const parts = [hostname(), process.pid, now(), hrtime.bigint(), count];
  const digits = formatHash(hashTexts(parts.map(String)));
  return digits.replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-');
}
