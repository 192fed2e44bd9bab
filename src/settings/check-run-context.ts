/**
 * Checks the context of a run. Any program can set the variable, and another version of covermain may have: its context must
 * neither break the app nor make the process write to a path that is none.
 */
import { isJsonObject } from '../platform/is-object.js';
import {
  type FieldChecks,
  hasFields,
  isAbsolutePath,
  isCount,
  isFlag,
  isListOf,
  isOneOf,
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
import { PUSH_OCCASIONS } from './push-on.js';
import { isRunId } from './run-id.js';

function isAtMost(maximum: number): ValueCheck {
  return (value) => isCount(value) && Number(value) <= maximum;
}

const SELECTION: FieldChecks = {
  root: isAbsolutePath,
  include: isTextList,
  exclude: isTextList,
  extension: isTextList,
  excludeNodeModules: isFlag,
};

/** Whether a value is a `Selection`. */
export const isSelection = isRecordOf(SELECTION);

/** Babel's plugins can have options, so they are of any type. */
const INSTRUMENT_OPTIONS: FieldChecks = {
  parserPlugins: isListOf(() => true),
  ignoreClassMethods: isTextList,
};

const isHttpControl = isRecordOf({
  port: isAtMost(HIGHEST_PORT),
  host: isString,
  needsToken: isFlag,
  token: orEmpty(isString, null),
});

const isPushControl = isRecordOf({
  url: orEmpty(isString, null),
  timeout: isAtMost(MAX_DURATION),
  occasion: isOneOf(PUSH_OCCASIONS),
  needsToken: isFlag,
  token: orEmpty(isString, null),
});

const CONTROLS: FieldChecks = {
  flush: orEmpty(isAtMost(MAX_DURATION), null),
  signal: orEmpty(isOneOf(DUMP_SIGNALS), null),
  isSignalResetting: isFlag,
  triggerFile: orEmpty(isAbsolutePath, null),
  http: orEmpty(isHttpControl, null),
  push: orEmpty(isPushControl, null),
  grace: isAtMost(MAX_DURATION),
  isLogging: isFlag,
};

const isWindow = isRecordOf({ harnessFile: isAbsolutePath, title: isString });

const CONTEXT: FieldChecks = {
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
  instrument: isRecordOf(INSTRUMENT_OPTIONS),
  controls: isRecordOf(CONTROLS),
  entry: orEmpty(isAbsolutePath, undefined),
  window: orEmpty(isWindow, undefined),
  metadataConfig: orEmpty(isAbsolutePath, undefined),
  argumentRecording: isOneOf(ARGUMENT_RECORDINGS),
  args: isListOf(isString),
};

/** Whether a value is a `RunContext`. */
export function isRunContext(value: unknown): boolean {
  return hasFields(value, CONTEXT);
}

/** Checks of the fields that are objects, by name. */
const NESTED: Readonly<Record<string, FieldChecks>> = {
  selection: SELECTION,
  instrument: INSTRUMENT_OPTIONS,
  controls: CONTROLS,
};

/** Returns the name of the first invalid field of a context, such as `include` of its selection; `undefined` if all are valid. */
export function findInvalidContextField(context: object): string | undefined {
  const fields: Readonly<Record<string, unknown>> = { ...context };
  const invalid = invalidNameIn(fields, CONTEXT);
  const nested = invalid && NESTED[invalid];
  return nested ? (invalidNameIn(fields[invalid], nested) ?? invalid) : invalid;
}

function invalidNameIn(value: unknown, checks: FieldChecks): string | undefined {
  return isJsonObject(value)
    ? Object.keys(checks).find((name) => checks[name]?.(value[name]) === false)
    : undefined;
}
