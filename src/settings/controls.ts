/** All settings that control a process while it runs. They need an engine with counters that can be read meanwhile. */
import { SettingError } from '../platform/errors.js';
import { DUMP_SIGNAL_VARIABLE, dumpSignalOf, isDumpSignalResetting } from './dump-signal.js';
import { capabilitiesOf, ENGINE_VARIABLE, type EngineName, findEngine } from './engine.js';
import { type Environment, readVariable } from './environment.js';
import { FLUSH_VARIABLE, flushOf } from './flush.js';
import { HTTP_PORT_VARIABLE, type HttpSettings, httpOf } from './http.js';
import { type PushSettings, pushOf } from './push.js';
import { PUSH_ON_VARIABLE } from './push-on.js';
import { PUSH_VARIABLE } from './push-url.js';
import { TRIGGER_FILE_VARIABLE, triggerFileOf } from './trigger-file.js';
import { isUiServed, UI_VARIABLE } from './ui.js';

export interface ControlSettings {
  /** Milliseconds between two flushes of the profile; `null` writes it only at the end. */
  readonly flush: number | null;
  /** Signal that dumps the profile. */
  readonly signal: NodeJS.Signals | null;
  /** Whether the signal also resets the counters. */
  readonly isSignalResetting: boolean;
  /** Path as given, relative to the project's root. */
  readonly triggerFile: string | null;
  readonly http: HttpSettings | null;
  readonly push: PushSettings | null;
}

const NO_CONTROLS: ControlSettings = {
  flush: null,
  signal: null,
  isSignalResetting: false,
  triggerFile: null,
  http: null,
  push: null,
};

/** Reads the controls. @throws SettingError for an invalid value, and for a control that the engine does not support */
export function controlsOf(environment: Environment, engine: EngineName): ControlSettings {
  const controls = {
    flush: flushOf(environment),
    signal: dumpSignalOf(environment),
    isSignalResetting: isDumpSignalResetting(environment),
    triggerFile: triggerFileOf(environment),
    http: httpOf(environment),
    push: pushOf(environment),
  };
  if (controls.push?.occasion === 'flush' && controls.flush === null) refuseUnflushedPush();
  if (capabilitiesOf(engine).hasLiveCounters) return controls;
  refuseControls(environment, controls, engine);
  return NO_CONTROLS;
}

/** Refuses controls that the user has set. Defaults are only turned off: nobody waits for their effect. */
function refuseControls(environment: Environment, controls: ControlSettings, engine: EngineName): void {
  const { http, push, triggerFile, signal, flush } = controls;
  const values = {
    [HTTP_PORT_VARIABLE]: http,
    [PUSH_VARIABLE]: push,
    [TRIGGER_FILE_VARIABLE]: triggerFile,
    [DUMP_SIGNAL_VARIABLE]: signal,
    [FLUSH_VARIABLE]: flush,
    [UI_VARIABLE]: isUiServed(environment) || null,
  };
  for (const [name, value] of Object.entries(values)) {
    if (value === null || readVariable(environment, name) === undefined) continue;
    const capable = findEngine('hasLiveCounters');
    throw new SettingError({
      name: ENGINE_VARIABLE,
      given: engine,
      example: capable,
      accepted:
        `${capable} if ${name} is set, because the counters of ${engine} are on the app's own heap and cannot be read ` +
        `until the app ends; or ${engine} without ${name}`,
    });
  }
}

function refuseUnflushedPush(): never {
  throw new SettingError({
    name: PUSH_ON_VARIABLE,
    given: 'flush',
    example: 'exit',
    accepted: `exit if ${FLUSH_VARIABLE} is off; or flush with an interval in ${FLUSH_VARIABLE}, such as 1s`,
  });
}
