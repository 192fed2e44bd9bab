/** `COVER_SIGNAL`: the signal that dumps the profile. `COVER_SIGNAL_RESET`: whether the dump also begins a new epoch. */
import { constants } from 'node:os';
import { SettingError } from '../platform/errors.js';
import { type Environment, readVariable } from './environment.js';
import { flagOf } from './flag.js';

export const DUMP_SIGNAL_VARIABLE = 'COVER_SIGNAL';
export const DUMP_SIGNAL_RESET_VARIABLE = 'COVER_SIGNAL_RESET';

/**
 * Signals that are sent only on purpose. The list excludes signals that end a window (SIGINT, SIGTERM, SIGHUP), that
 * Node and V8 use (SIGCHLD, SIGPIPE, SIGPROF), that report faults or limits, that no program can receive, and that
 * terminals and shells send by themselves (SIGWINCH, SIGCONT, SIGTSTP). SIGUSR1 is safe, because Node starts its
 * debugger on it only if the process has no listener for it.
 */
const INTENTIONAL_SIGNALS = [
  'SIGUSR1',
  'SIGUSR2',
  'SIGQUIT',
  'SIGALRM',
  'SIGVTALRM',
  'SIGIO',
  'SIGURG',
] as const;

/** The accepted signals that this platform has. */
export const DUMP_SIGNALS: readonly NodeJS.Signals[] = INTENTIONAL_SIGNALS.filter(
  (name) => name in constants.signals,
);

/**
 * Returns the signal, or `null` if no signal dumps. Accepts any case, and names without `SIG`.
 *
 * @default 'SIGUSR2'; `null` on Windows, where a signal always ends the process that receives it
 * @throws SettingError for a signal that is not in `DUMP_SIGNALS`, and for any signal on Windows
 */
export function dumpSignalOf(
  environment: Environment,
  platform: NodeJS.Platform = process.platform,
): NodeJS.Signals | null {
  const isWindows = platform === 'win32';
  const given = readVariable(environment, DUMP_SIGNAL_VARIABLE);
  if (given === undefined) return isWindows ? null : 'SIGUSR2';
  const name = given.toUpperCase();
  if (name === 'OFF') return null;
  if (isWindows) throw refusedOnWindows(given);
  const signal = DUMP_SIGNALS.find((one) => one === name || one === `SIG${name}`);
  if (signal) return signal;
  const accepted = `one of ${DUMP_SIGNALS.join(', ')}, or off`;
  throw new SettingError({ name: DUMP_SIGNAL_VARIABLE, given, accepted, example: 'SIGUSR2' });
}

/** Returns whether a dump by signal also begins a new epoch. @throws SettingError for a value that is not a flag */
export function isDumpSignalResetting(environment: Environment): boolean {
  const meaning = { yes: 'to begin a new epoch with each dump', no: 'to only dump' };
  return flagOf(environment, DUMP_SIGNAL_RESET_VARIABLE, meaning);
}

function refusedOnWindows(given: string): SettingError {
  return new SettingError({
    name: DUMP_SIGNAL_VARIABLE,
    given,
    example: 'off',
    accepted:
      'off or an empty value, because on Windows a signal ends the program. Use COVER_TRIGGER_FILE to dump there',
  });
}
