/**
 * Checks values of unknown type and size: JSON that another program has written, and lines of logs that can be damaged or
 * forged.
 */
import { isJsonObject } from './is-object.js';

export type ValueCheck = (value: unknown) => boolean;

/** Checks of the properties of an object, by name. */
export type FieldChecks = Readonly<Record<string, ValueCheck>>;

/** Whether a value is a JSON object whose properties are valid. Further properties are accepted. */
export function hasFields(value: unknown, checks: FieldChecks): value is Readonly<Record<string, unknown>> {
  return isJsonObject(value) && Object.entries(checks).every(([name, isValid]) => isValid(value[name]));
}

/** Returns a check of an object: see `hasFields`. */
export function isRecordOf(checks: FieldChecks): ValueCheck {
  return (value) => hasFields(value, checks);
}

/** Returns a check of a list of valid values. */
export function isListOf(isValid: ValueCheck): ValueCheck {
  return (value) => Array.isArray(value) && value.length <= MAX_LIST && value.every(isValid);
}

/** Returns a check of a value that must be one of some. */
export function isOneOf(values: readonly unknown[]): ValueCheck {
  return (value) => values.includes(value);
}

/** Maximum length of a text: the longest path of Windows. */
export const MAX_TEXT = 2 ** 15;

/** Maximum length of a list. The map of a large bundle names thousands of sources. */
export const MAX_LIST = 2 ** 16;

/** Whether a value is a text of any length, in a document whose length is limited. */
export function isString(value: unknown): boolean {
  return typeof value === 'string';
}

export function isText(value: unknown): boolean {
  return typeof value === 'string' && value.length <= MAX_TEXT;
}

export const isTextList: ValueCheck = isListOf(isText);

/** Whether a value is an absolute path of any operating system: profiles travel. */
export function isAbsolutePath(value: unknown): boolean {
  return isText(value) && /^(?:[/\\]|[A-Za-z]:[/\\])[^\0]*$/.test(String(value));
}

export function isFlag(value: unknown): boolean {
  return typeof value === 'boolean';
}

/**
 * First number that is no pid. Linux has at most 2^22 (`PID_MAX_LIMIT`). Elsewhere `kill` takes a signed number of 32 bits,
 * so larger ones would be negative there, and signal a group.
 */
const PID_LIMIT = process.platform === 'linux' ? 2 ** 22 : 2 ** 31;

/** Whether a value is the id of one process. The operating system gives 0 and negative numbers another meaning. */
export function isPid(value: unknown): boolean {
  return isCount(value) && Number(value) > 0 && Number(value) < PID_LIMIT;
}

export function isCount(value: unknown): boolean {
  return Number.isSafeInteger(value) && Number(value) >= 0;
}

/** Whether a value is Node's `threadId`. */
export function isThreadId(value: unknown): boolean {
  return isCount(value);
}

// The app's tests may replace the global class.
const NodeDate = Date;

/** Whether a value is a time as `Date.toISOString` formats it. */
export function isTimestamp(value: unknown): boolean {
  if (typeof value !== 'string' || !/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/.test(value)) return false;
  const time = new NodeDate(value);
  return Number.isFinite(time.getTime()) && time.toISOString() === value;
}

/** Milliseconds by which the clock of a logged process may be fast: about a year. Tests of an app may set it. */
const MAX_CLOCK_ERROR = 366 * 86_400_000;

/**
 * Whether a value is a time as `Date.toISOString` formats it, and not in the far future. Times sort as text, so a forged one
 * would be the latest for ever.
 */
export function isTime(value: unknown): boolean {
  if (!isTimestamp(value)) return false;
  return new NodeDate(String(value)).getTime() <= new NodeDate().getTime() + MAX_CLOCK_ERROR;
}

/** Returns a check that also accepts `empty`. */
export function orEmpty(isValid: ValueCheck, empty: null | undefined): ValueCheck {
  return (value) => value === empty || isValid(value);
}
