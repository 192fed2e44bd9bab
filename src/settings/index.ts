/** All settings of a run. Each file in this directory defines one: its variable, its default and its validation. */
import { type ArgumentRecording, argumentRecordingOf } from './arguments.js';
import { isCacheOn } from './cache.js';
import { commitOf } from './commit.js';
import { type ControlSettings, controlsOf } from './controls.js';
import { directoryOf } from './directory.js';
import { type EngineName, engineOf } from './engine.js';
import type { Environment } from './environment.js';
import { isGateOpen } from './gate.js';
import { graceOf } from './grace.js';
import { type LogLevel, logLevelOf } from './log.js';
import { timeoutOf } from './timeout.js';
import { isUiServed } from './ui.js';

export interface Settings {
  readonly isGateOpen: boolean;
  /** Milliseconds until the window ends; `undefined` waits for Ctrl+C. */
  readonly timeout: number | undefined;
  /** Milliseconds that the app has to close. */
  readonly grace: number;
  readonly engine: EngineName;
  readonly isCacheOn: boolean;
  /** What is recorded of the arguments of processes. */
  readonly argumentRecording: ArgumentRecording;
  /** What is printed besides warnings. */
  readonly log: LogLevel;
  /** Git commit of the code, if it is set. */
  readonly commit: string | null;
  /** Path of the profile directory, relative to the project's root. */
  readonly directory: string;
  readonly controls: ControlSettings;
  /** Whether the live page of the run is served. */
  readonly isUiServed: boolean;
}

/** Reads and validates every setting. @param now names the default profile directory @throws SettingError for the first invalid one */
export function readSettings(environment: Environment, now: Date): Settings {
  return {
    isGateOpen: isGateOpen(environment),
    timeout: timeoutOf(environment),
    grace: graceOf(environment),
    engine: engineOf(environment),
    isCacheOn: isCacheOn(environment),
    argumentRecording: argumentRecordingOf(environment),
    log: logLevelOf(environment),
    commit: commitOf(environment),
    directory: directoryOf(environment, now),
    controls: controlsOf(environment, engineOf(environment)),
    isUiServed: isUiServed(environment),
  };
}

export type { EngineName } from './engine.js';
export type { Environment } from './environment.js';
