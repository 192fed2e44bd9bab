/**
 * How a process is controlled while it runs, all in one. None of it goes with `COVER_ENGINE=nyc`: its counts
 * are objects in the app's heap, which no other thread can read.
 */
import { SettingError } from '../platform/errors.js';
import { DUMP_SIGNAL_VARIABLE, dumpSignalOf, isDumpSignalResetting } from './dump-signal.js';
import { ENGINE, type EngineName } from './engine.js';
import { type Environment, readVariable } from './environment.js';
import { FLUSH_VARIABLE, flushOf } from './flush.js';
import { HTTP_PORT_VARIABLE, type HttpSettings, httpOf } from './http.js';
import { TRIGGER_FILE_VARIABLE, triggerFileOf } from './trigger-file.js';

export interface ControlSettings {
  /** Milliseconds between two flushes of the profile; `null`: it is written at the end. */
  readonly flush: number | null;
  /** Dumps the profile. */
  readonly signal: NodeJS.Signals | null;
  /** Whether that signal also begins a new epoch. */
  readonly isSignalResetting: boolean;
  /** As given; relative to the project's root. */
  readonly triggerFile: string | null;
  readonly http: HttpSettings | null;
}

const NONE: ControlSettings = {
  flush: null,
  signal: null,
  isSignalResetting: false,
  triggerFile: null,
  http: null,
};

/** @throws SettingError for a control that cannot be understood, and for one that the engine cannot serve */
export function controlsOf(environment: Environment, engine: EngineName): ControlSettings {
  const controls = {
    flush: flushOf(environment),
    signal: dumpSignalOf(environment),
    isSignalResetting: isDumpSignalResetting(environment),
    triggerFile: triggerFileOf(environment),
    http: httpOf(environment),
  };
  if (engine !== 'nyc') return controls;
  refuseWithNyc(environment, controls);
  return NONE;
}

/** Defaults just do not hold; only what somebody asked for, and would wait for in vain, is refused. */
function refuseWithNyc(environment: Environment, controls: ControlSettings): void {
  const { http, triggerFile, signal, flush } = controls;
  const chosen = {
    [HTTP_PORT_VARIABLE]: http,
    [TRIGGER_FILE_VARIABLE]: triggerFile,
    [DUMP_SIGNAL_VARIABLE]: signal,
    [FLUSH_VARIABLE]: flush,
  };
  for (const [name, value] of Object.entries(chosen)) {
    if (value === null || readVariable(environment, name) === undefined) continue;
    throw new SettingError({
      name: ENGINE,
      given: 'nyc',
      example: 'probe',
      accepted:
        `probe where ${name} is set, since nyc's counts are in the app's own heap, out of reach until the ` +
        `app ends; or nyc without ${name}`,
    });
  }
}
