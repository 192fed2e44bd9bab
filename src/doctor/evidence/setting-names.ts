/** Lists the names of all settings, and recognizes misspelt ones. */
import { ARGUMENTS_VARIABLE } from '../../settings/arguments.js';
import { CACHE_VARIABLE } from '../../settings/cache.js';
import { DIRECTORY_VARIABLE } from '../../settings/directory.js';
import { DUMP_SIGNAL_RESET_VARIABLE, DUMP_SIGNAL_VARIABLE } from '../../settings/dump-signal.js';
import { ENGINE_VARIABLE } from '../../settings/engine.js';
import { FLUSH_VARIABLE } from '../../settings/flush.js';
import { GATE_VARIABLE } from '../../settings/gate.js';
import { GRACE_VARIABLE } from '../../settings/grace.js';
import { HTTP_HOST_VARIABLE } from '../../settings/host.js';
import { HTTP_PORT_VARIABLE } from '../../settings/http.js';
import { LOG_VARIABLE } from '../../settings/log.js';
import { TIMEOUT_VARIABLE } from '../../settings/timeout.js';
import { TOKEN_VARIABLE } from '../../settings/token.js';
import { TRIGGER_FILE_VARIABLE } from '../../settings/trigger-file.js';

export const SETTING_NAMES: readonly string[] = [
  GATE_VARIABLE,
  TIMEOUT_VARIABLE,
  GRACE_VARIABLE,
  DIRECTORY_VARIABLE,
  ENGINE_VARIABLE,
  CACHE_VARIABLE,
  FLUSH_VARIABLE,
  DUMP_SIGNAL_VARIABLE,
  DUMP_SIGNAL_RESET_VARIABLE,
  TRIGGER_FILE_VARIABLE,
  HTTP_PORT_VARIABLE,
  HTTP_HOST_VARIABLE,
  TOKEN_VARIABLE,
  ARGUMENTS_VARIABLE,
  LOG_VARIABLE,
];

/** Prefix of variables that only covermain uses. */
const OWN_PREFIX = 'COVER_';

/** Prefixes that variables of other programs may have, too. */
const SHARED_PREFIXES = ['COVERAGE_', 'MANUAL_'];

export function isSettingName(name: string): boolean {
  return SETTING_NAMES.includes(name);
}

/** Returns whether a variable name looks like a misspelt setting. */
export function isMisspelt(name: string): boolean {
  if (isSettingName(name)) return false;
  if (name.startsWith(OWN_PREFIX)) return true;
  return (
    SHARED_PREFIXES.some((prefix) => name.startsWith(prefix)) &&
    nearestName(name, SETTING_NAMES) !== undefined
  );
}

/** Maximum edit distance that counts as a misspelling. */
const MAX_DISTANCE = 3;

/** Returns the candidate that a name most likely misspells; `undefined` if it resembles none. */
export function nearestName(name: string, candidates: readonly string[]): string | undefined {
  const limit = Math.min(MAX_DISTANCE, Math.floor(name.length / 3));
  const [best] = candidates
    .map((candidate) => ({ candidate, distance: distanceOf(name, candidate) }))
    .filter(({ distance }) => distance <= limit)
    .sort((one, other) => one.distance - other.distance);
  return best?.candidate;
}

/** Returns the Levenshtein distance: how many letters must be added, removed or replaced. */
function distanceOf(one: string, other: string): number {
  let row = Array.from({ length: other.length + 1 }, (_, index) => index);
  for (const [index, letter] of [...one].entries()) {
    const next = [index + 1];
    for (const [column, otherLetter] of [...other].entries()) {
      const replaced = (row[column] ?? 0) + (letter === otherLetter ? 0 : 1);
      next.push(Math.min(replaced, (row[column + 1] ?? 0) + 1, (next[column] ?? 0) + 1));
    }
    row = next;
  }
  return row[other.length] ?? 0;
}
