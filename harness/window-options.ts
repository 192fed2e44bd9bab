/** Options of a window, and their defaults. */
import { checkDuration, type DurationRange } from '../src/settings/duration.js';
import { GRACE_RANGE } from '../src/settings/grace.js';
import { readSettings } from '../src/settings/index.js';
import { readRunContext } from '../src/settings/run-context.js';
import { TIMEOUT_RANGE } from '../src/settings/timeout.js';

export interface WindowOptions {
  /** Milliseconds until the window ends by itself. @default `COVER_TIMEOUT`, or no limit */
  readonly timeout?: number;
  /** Milliseconds that the app may take to close. @default `COVER_GRACE`, or 5000 */
  readonly grace?: number;
  /** Ends the window when it is aborted. */
  readonly stop?: AbortSignal;
  /** Arguments that the app sees after `process.argv[1]`. @default the arguments after `--` on the command line */
  readonly args?: readonly string[];
}

export interface ResolvedOptions {
  readonly timeout: number | undefined;
  readonly grace: number;
  readonly stop: AbortSignal | undefined;
  readonly args: readonly string[];
}

/**
 * Returns the options with the settings as their defaults.
 *
 * @throws SettingError if an option or a variable is out of range
 */
export function resolveOptions({ timeout, grace, stop, args }: WindowOptions): ResolvedOptions {
  const settings = readSettings(process.env, new Date());
  return {
    timeout: checkOption('timeout', timeout, TIMEOUT_RANGE) ?? settings.timeout,
    grace: checkOption('grace', grace, GRACE_RANGE) ?? settings.grace,
    stop,
    args: args ?? readRunContext(process.env)?.args ?? [],
  };
}

function checkOption(name: string, given: number | undefined, range: DurationRange): number | undefined {
  return given === undefined ? undefined : checkDuration(name, `${given}`, given, range);
}
