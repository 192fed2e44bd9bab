/** The names of all settings, and those that were meant by others. */
import { CACHE } from '../settings/cache.js';
import { DIRECTORY } from '../settings/directory.js';
import { DUMP_SIGNAL, DUMP_SIGNAL_RESET } from '../settings/dump-signal.js';
import { ENGINE } from '../settings/engine.js';
import { FLUSH } from '../settings/flush.js';
import { GATE } from '../settings/gate.js';
import { GRACE } from '../settings/grace.js';
import { HOST } from '../settings/host.js';
import { HTTP_PORT } from '../settings/http.js';
import { TIMEOUT } from '../settings/timeout.js';
import { TOKEN } from '../settings/token.js';
import { TRIGGER_FILE } from '../settings/trigger-file.js';

export const SETTING_NAMES: readonly string[] = [
  GATE,
  TIMEOUT,
  GRACE,
  DIRECTORY,
  ENGINE,
  CACHE,
  FLUSH,
  DUMP_SIGNAL,
  DUMP_SIGNAL_RESET,
  TRIGGER_FILE,
  HTTP_PORT,
  HOST,
  TOKEN,
];

/** What begins like this is a setting, or was meant to be one. */
const OWN_PREFIX = 'COVER_';

/** Names of others may begin like these, too. */
const SHARED_PREFIXES = ['COVERAGE_', 'MANUAL_'];

export function isSettingName(name: string): boolean {
  return SETTING_NAMES.includes(name);
}

/** Whether a name is none of a setting, and was meant to be. */
export function isMisspelt(name: string): boolean {
  if (isSettingName(name)) return false;
  if (name.startsWith(OWN_PREFIX)) return true;
  return (
    SHARED_PREFIXES.some((prefix) => name.startsWith(prefix)) &&
    nearestName(name, SETTING_NAMES) !== undefined
  );
}

/** So many letters more, less or other make a slip. */
const SLIP = 3;

/** The candidate that a name differs from by a slip; `undefined` where all are further away. */
export function nearestName(name: string, candidates: readonly string[]): string | undefined {
  const most = Math.min(SLIP, Math.floor(name.length / 3));
  const [best] = candidates
    .map((candidate) => ({ candidate, distance: distanceOf(name, candidate) }))
    .filter(({ distance }) => distance <= most)
    .sort((one, other) => one.distance - other.distance);
  return best?.candidate;
}

/** Levenshtein's: how many letters must be added, left out or replaced. */
function distanceOf(one: string, other: string): number {
  let row = Array.from({ length: other.length + 1 }, (_, index) => index);
  for (const [line, letter] of [...one].entries()) {
    const next = [line + 1];
    for (const [column, otherLetter] of [...other].entries()) {
      const replaced = (row[column] ?? 0) + (letter === otherLetter ? 0 : 1);
      next.push(Math.min(replaced, (row[column + 1] ?? 0) + 1, (next[column] ?? 0) + 1));
    }
    row = next;
  }
  return row[other.length] ?? 0;
}
