/**
 * `COVER_SIGNAL`: the signal that has a process dump its profile, and `COVER_SIGNAL_RESET`: whether it also
 * begins a new epoch then.
 */
import { constants } from 'node:os';
import { SettingError } from '../platform/errors.js';
import { type Environment, readVariable } from './environment.js';
import { flagOf } from './flag.js';

export const DUMP_SIGNAL = 'COVER_SIGNAL';
export const DUMP_SIGNAL_RESET = 'COVER_SIGNAL_RESET';

/**
 * Signals that come only from somebody who means them. Left out are those that end a window (SIGINT, SIGTERM,
 * SIGHUP), those that Node and V8 use (SIGCHLD, SIGPIPE, SIGPROF), faults, limits, those that no program
 * receives, and those that terminals and shells send by themselves (SIGWINCH, SIGCONT, SIGTSTP). Node starts
 * its debugger by SIGUSR1 only where nobody listens for it.
 */
const CHOICE = ['SIGUSR1', 'SIGUSR2', 'SIGQUIT', 'SIGALRM', 'SIGVTALRM', 'SIGIO', 'SIGURG'] as const;

/** Those that this platform has. */
export const DUMP_SIGNALS: readonly NodeJS.Signals[] = CHOICE.filter((name) => name in constants.signals);

/**
 * The signal, or `null` where none dumps. Case is forgiven, and a missing `SIG`.
 *
 * @default 'SIGUSR2', and `null` on Windows, where a signal to another process just ends it
 * @throws SettingError for a signal that is not in `DUMP_SIGNALS`, and for any on Windows
 */
export function dumpSignalOf(
  environment: Environment,
  platform: NodeJS.Platform = process.platform,
): NodeJS.Signals | null {
  const isWindows = platform === 'win32';
  const given = readVariable(environment, DUMP_SIGNAL);
  if (given === undefined) return isWindows ? null : 'SIGUSR2';
  const name = given.toUpperCase();
  if (name === 'OFF') return null;
  if (isWindows) throw refusedOnWindows(given);
  const signal = DUMP_SIGNALS.find((one) => one === name || one === `SIG${name}`);
  if (signal) return signal;
  const accepted = `one of ${DUMP_SIGNALS.join(', ')}, or off`;
  throw new SettingError({ name: DUMP_SIGNAL, given, accepted, example: 'SIGUSR2' });
}

/** @throws SettingError for a value that is neither a yes nor a no */
export function isDumpSignalResetting(environment: Environment): boolean {
  const meaning = { yes: 'to begin a new epoch with each dump', no: 'to dump only' };
  return flagOf(environment, DUMP_SIGNAL_RESET, meaning);
}

function refusedOnWindows(given: string): SettingError {
  return new SettingError({
    name: DUMP_SIGNAL,
    given,
    example: 'off',
    accepted:
      'off or nothing on Windows, where a signal ends the program; COVER_TRIGGER_FILE dumps there, too',
  });
}
