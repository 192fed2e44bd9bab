/**
 * Checks the context of a run. Any program can set the variable, and another version of covermain may have: its context must
 * neither break the app nor make the process write to a path that is none.
 */
import {
  hasFields,
  isAbsolutePath,
  isCount,
  isFlag,
  isListOf,
  isRecordOf,
  isString,
  isTextList,
  orEmpty,
  type ValueCheck,
} from '../platform/value-checks.js';
import { isProfilePackage } from '../profile/model/profile-package.js';
import { ARGUMENT_RECORDINGS } from './arguments.js';
import { DUMP_SIGNALS } from './dump-signal.js';
import { MAX_DURATION } from './duration.js';
import { ENGINES } from './engine.js';
import { HIGHEST_PORT } from './http.js';
import { isRunId } from './run-id.js';

function isOneOf(values: readonly unknown[]): ValueCheck {
  return (value) => values.includes(value);
}

function isAtMost(maximum: number): ValueCheck {
  return (value) => isCount(value) && Number(value) <= maximum;
}

export const isSelection = isRecordOf({
  root: isAbsolutePath,
  include: isTextList,
  exclude: isTextList,
  extension: isTextList,
  excludeNodeModules: isFlag,
});

/** Babel's plugins can have options, so they are of any type. */
const isInstrumentOptions = isRecordOf({
  parserPlugins: isListOf(() => true),
  ignoreClassMethods: isTextList,
});

const isHttpControl = isRecordOf({
  port: isAtMost(HIGHEST_PORT),
  host: isString,
  needsToken: isFlag,
  token: orEmpty(isString, null),
});

const isControls = isRecordOf({
  flush: orEmpty(isAtMost(MAX_DURATION), null),
  signal: orEmpty(isOneOf(DUMP_SIGNALS), null),
  isSignalResetting: isFlag,
  triggerFile: orEmpty(isAbsolutePath, null),
  http: orEmpty(isHttpControl, null),
  grace: isAtMost(MAX_DURATION),
});

const isWindow = isRecordOf({ harnessFile: isAbsolutePath, title: isString });

/** Whether a value is a `RunContext`. */
export function isRunContext(value: unknown): boolean {
  return hasFields(value, {
    id: isRunId,
    label: orEmpty(isString, null),
    commit: orEmpty(isString, null),
    root: isAbsolutePath,
    package: isProfilePackage,
    directory: isAbsolutePath,
    log: isAbsolutePath,
    engine: isOneOf(ENGINES),
    cache: orEmpty(isAbsolutePath, null),
    selection: isSelection,
    instrument: isInstrumentOptions,
    controls: isControls,
    entry: orEmpty(isAbsolutePath, undefined),
    window: orEmpty(isWindow, undefined),
    metadataConfig: orEmpty(isAbsolutePath, undefined),
    argumentRecording: isOneOf(ARGUMENT_RECORDINGS),
    args: isListOf(isString),
  });
}
