/** What whoever opens a window may set, and what holds where they do not. */

import { checkDuration, type DurationRange } from '../src/settings/duration.js';
import { GRACE_RANGE } from '../src/settings/grace.js';
import { readSettings } from '../src/settings/index.js';
import { readRunContext } from '../src/settings/run-context.js';
import { TIMEOUT_RANGE } from '../src/settings/timeout.js';

export interface WindowOptions {
  /** Milliseconds until the window ends by itself. @default `COVER_TIMEOUT`, else it waits for Ctrl+C */
  readonly timeout?: number;
  /** Milliseconds the app may take to close. @default `COVER_GRACE`, else 5000 */
  readonly grace?: number;
  /** Ends the window when it is aborted. */
  readonly stop?: AbortSignal;
  /** What the app sees behind `process.argv[1]`. @default what stood behind `--` on the command line */
  readonly args?: readonly string[];
}

export interface ResolvedOptions {
  readonly timeout: number | undefined;
  readonly grace: number;
  readonly stop: AbortSignal | undefined;
  readonly args: readonly string[];
}

/** @throws SettingError for an option or a variable that is out of range */
export function resolveOptions({ timeout, grace, stop, args }: WindowOptions): ResolvedOptions {
  const settings = readSettings(process.env, new Date());
  return {
    timeout: check('timeout', timeout, TIMEOUT_RANGE) ?? settings.timeout,
    grace: check('grace', grace, GRACE_RANGE) ?? settings.grace,
    stop,
    args: args ?? readRunContext(process.env)?.args ?? [],
  };
}

function check(name: string, given: number | undefined, range: DurationRange): number | undefined {
  return given === undefined ? undefined : checkDuration(name, `${given}`, given, range);
}
