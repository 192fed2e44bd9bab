/** Recognizes misspelt settings. */
import { nearestName } from '../../platform/nearest-name.js';
import { isSettingName, SETTING_NAMES } from '../../settings/table.js';

/** Prefix of variables that only covermain uses. */
const OWN_PREFIX = 'COVER_';

/** Prefixes that variables of other programs may have, too. */
const SHARED_PREFIXES = ['COVERAGE_', 'MANUAL_', 'INTEGRATION_'];

/** Returns whether a variable name looks like a misspelt setting. */
export function isMisspelt(name: string): boolean {
  if (isSettingName(name)) return false;
  if (name.startsWith(OWN_PREFIX)) return true;
  return (
    SHARED_PREFIXES.some((prefix) => name.startsWith(prefix)) &&
    nearestName(name, SETTING_NAMES) !== undefined
  );
}
