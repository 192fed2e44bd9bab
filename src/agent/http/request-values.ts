/** Reads the values of requests from their query and their JSON body, as clients of goc and goverage send them. */
import { HTTPException } from 'hono/http-exception';
import { messageOf } from '../../platform/errors.js';
import { quoteText, quoteValue } from '../../platform/escape-terminal.js';
import { isJsonObject } from '../../platform/is-object.js';
import { parseJson } from '../../platform/parse-json.js';

/** Creates the error about an invalid request. @param reason a clause */
export type Refuse = (reason: string) => HTTPException;

/** @param expected what the body must be, with an example, as sentences */
export function createRefusal(expected: string): Refuse {
  return (reason) => new HTTPException(400, { message: `Invalid request: ${reason}. ${expected}` });
}

/**
 * Returns the value of a JSON body; `undefined` for a body of white space.
 *
 * @param body UTF-8
 * @throws HTTPException 400
 */
export function parseJsonBody(body: Uint8Array, refuse: Refuse): unknown {
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(body);
    return text.trim() === '' ? undefined : parseJson(text);
  } catch (error) {
    throw refuse(`the body is not valid JSON: ${messageOf(error)}`);
  }
}

/** Returns the entries of the object in a JSON body; none for a body of white space. @throws HTTPException 400 */
export function parseBodyEntries(body: Uint8Array, refuse: Refuse): readonly (readonly [string, unknown])[] {
  const value = parseJsonBody(body, refuse);
  if (value === undefined) return [];
  if (isJsonObject(value)) return Object.entries(value);
  throw refuse(`the body is not a JSON object but ${Array.isArray(value) ? 'an array' : quoteValue(value)}`);
}

/** How values are read. */
export interface ValueOptions {
  /** Names of the values in lower case. Requests may write them in any case. Other names are ignored. */
  readonly names: ReadonlySet<string>;
  /** Whether `true` is accepted as the text `true`. @default false */
  readonly acceptsBooleans?: boolean;
  readonly refuse: Refuse;
}

/**
 * Combines the values of a request by name. Drops values that are `null` or empty: as a pattern, an empty text would match every
 * path, and clients send them for fields left empty.
 *
 * @param entries of the query and of the body
 * @returns a function that returns the values of a name
 * @throws HTTPException 400 for a value that is neither a string nor an array of strings
 */
export function readValues(
  entries: readonly (readonly [string, unknown])[],
  options: ValueOptions,
): (name: string) => readonly string[] {
  const values = new Map<string, readonly string[]>();
  for (const [key, value] of entries) {
    const name = key.toLowerCase();
    if (options.names.has(name))
      values.set(name, [...(values.get(name) ?? []), ...textsOf(key, value, options)]);
  }
  return (name) => values.get(name) ?? [];
}

function textsOf(key: string, value: unknown, options: ValueOptions): readonly string[] {
  const { acceptsBooleans = false, refuse } = options;
  const items: readonly unknown[] = Array.isArray(value) ? value : [value ?? ''];
  return items
    .map((item) => {
      if (typeof item === 'string' || (acceptsBooleans && typeof item === 'boolean')) return String(item);
      throw refuse(
        `${quoteText(key)} contains ${quoteValue(item)} instead of a string or an array of strings`,
      );
    })
    .filter((item) => item !== '');
}
