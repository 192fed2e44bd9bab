/** All settings of a run. Each file of this folder holds one: its variable, its default, what it refuses. */
import { isCacheOn } from './cache.js';
import { type ControlSettings, controlsOf } from './controls.js';
import { directoryOf } from './directory.js';
import { type EngineName, engineOf } from './engine.js';
import type { Environment } from './environment.js';
import { isGateOpen } from './gate.js';
import { graceOf } from './grace.js';
import { timeoutOf } from './timeout.js';

export interface Settings {
  readonly isGateOpen: boolean;
  /** Milliseconds; `undefined` waits for Ctrl+C. */
  readonly timeout: number | undefined;
  /** Milliseconds. */
  readonly grace: number;
  readonly engine: EngineName;
  readonly isCacheOn: boolean;
  /** As given, or the default; relative to the project's root. */
  readonly directory: string;
  readonly controls: ControlSettings;
}

/** @throws SettingError naming the first setting that cannot be understood */
export function readSettings(environment: Environment, now: Date): Settings {
  return {
    isGateOpen: isGateOpen(environment),
    timeout: timeoutOf(environment),
    grace: graceOf(environment),
    engine: engineOf(environment),
    isCacheOn: isCacheOn(environment),
    directory: directoryOf(environment, now),
    controls: controlsOf(environment, engineOf(environment)),
  };
}

export type { EngineName } from './engine.js';
export type { Environment } from './environment.js';
