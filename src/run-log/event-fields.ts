/** Checks the fields of logged events: a line of a log can be damaged, or be written by another program. */
import { isJsonObject } from '../platform/is-object.js';

type FieldCheck = (value: unknown) => boolean;

/** Checks of the fields of each event besides `event`, by its value of `event`. */
export type EventTable<Event extends { readonly event: string }> = Readonly<
  Record<Event['event'], Readonly<Record<string, FieldCheck>>>
>;

/** Returns a type guard for the events of a table whose fields are all valid. */
export function createEventGuard<Event extends { readonly event: string }>(table: EventTable<Event>) {
  return (value: unknown): value is Event => {
    if (!isJsonObject(value) || !Object.hasOwn(table, String(value.event))) return false;
    return Object.entries(table[value.event as Event['event']]).every(([name, isValid]) =>
      (isValid as FieldCheck)(value[name]),
    );
  };
}

export function isText(value: unknown): boolean {
  return typeof value === 'string';
}

export function isTextList(value: unknown): boolean {
  return Array.isArray(value) && value.every(isText);
}

export function isFlag(value: unknown): boolean {
  return typeof value === 'boolean';
}

/** Whether a value is the id of one process. The operating system gives 0 and negative numbers another meaning. */
export function isPid(value: unknown): boolean {
  return Number.isSafeInteger(value) && Number(value) > 0;
}

export function isCount(value: unknown): boolean {
  return Number.isSafeInteger(value) && Number(value) >= 0;
}

/** Whether a value is Node's `threadId`. */
export function isThreadId(value: unknown): boolean {
  return isCount(value);
}

/** Whether a value is a time as `Date.toISOString` formats it. */
export function isTime(value: unknown): boolean {
  return typeof value === 'string' && /^\d{4}-\d\d-\d\dT[\d:.]+Z$/.test(value);
}

/** Returns a check that also accepts `empty`. */
export function orEmpty(isValid: FieldCheck, empty: null | undefined): FieldCheck {
  return (value) => value === empty || isValid(value);
}
