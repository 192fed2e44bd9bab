/** `COVER_UI`: whether `covermain run` and `covermain manual` serve the live page. */
import type { Environment } from './environment.js';
import { flagOf } from './flag.js';

export const UI_VARIABLE = 'COVER_UI';

/** Returns whether the live page is served. @default false @throws SettingError for a value that is neither yes nor no */
export function isUiServed(environment: Environment): boolean {
  return flagOf(environment, UI_VARIABLE, { yes: 'to serve the live page', no: 'to serve none' });
}

/** Returns the environment for the programs of a run: a covermain that they start serves no page of its own. */
export function withoutUi(environment: Environment): Environment {
  return isUiServed(environment) ? { ...environment, [UI_VARIABLE]: '0' } : environment;
}
