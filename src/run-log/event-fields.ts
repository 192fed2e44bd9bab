/** Checks the fields of logged events: a line of a log can be damaged, or be written by another program. */
import { isJsonObject } from '../platform/is-object.js';
import type { FieldChecks } from '../platform/value-checks.js';
import type { TextPool } from './text-pool.js';

/** Checks of the fields of each event besides `event`, by its value of `event`. */
export type EventTable<Event extends { readonly event: string }> = Readonly<
  Record<Event['event'], FieldChecks>
>;

/** Returns the event that a parsed line is, with its texts from a pool; `undefined` if the line is no event. */
export type EventReader<Event> = (value: unknown, texts: TextPool) => Event | undefined;

/** Returns a reader of the events of a table. All fields must be valid. Fields that the table lacks are left out. */
export function createEventReader<Event extends { readonly event: string }>(
  table: EventTable<Event>,
): EventReader<Event> {
  const entries = new Map(
    Object.entries<FieldChecks>(table).map(([event, checks]) => [event, Object.entries(checks)]),
  );
  return (value, texts) => {
    if (!isJsonObject(value) || typeof value.event !== 'string') return undefined;
    const fields = entries.get(value.event);
    if (!fields) return undefined;
    const names = ['event'];
    for (const [name, isValid] of fields) {
      const field = value[name];
      if (!isValid(field)) return undefined;
      if (field !== undefined) names.push(name);
    }
    return texts.store(value, names) as unknown as Event;
  };
}
