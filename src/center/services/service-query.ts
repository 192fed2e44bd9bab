/** Reads requests about services as clients of goc send them: in the query, as JSON or as a form. */
import { HTTPException } from 'hono/http-exception';
import type { HttpContext } from '../../agent/http/context.js';
import type { Patterns } from '../../agent/http/filter.js';
import { messageOf } from '../../platform/errors.js';
import { quoteText, quoteValue } from '../../platform/escape-terminal.js';
import { isJsonObject } from '../../platform/is-object.js';
import { parseJson } from '../../platform/parse-json.js';

export interface ServiceQuery extends Patterns {
  readonly services: readonly string[];
  readonly addresses: readonly string[];
  /** Whether to continue without services that are unknown or do not answer. */
  readonly isForced: boolean;
  /** Names to register. */
  readonly names: readonly string[];
}

/**
 * Returns the values. Keys match without regard to case; `null`, empty values and unknown keys are accepted.
 *
 * @throws HTTPException 400
 */
export function readServiceQuery(c: HttpContext): ServiceQuery {
  const values = new Map<string, string[]>();
  for (const [key, value] of [...new URL(c.req.url).searchParams, ...bodyEntries(c)]) {
    const name = key.toLowerCase();
    if (KEYS.has(name)) values.set(name, [...(values.get(name) ?? []), ...textsOf(key, value)]);
  }
  const valuesOf = (name: string) => values.get(name) ?? [];
  return {
    services: valuesOf('service'),
    addresses: valuesOf('address'),
    names: valuesOf('name'),
    cover: valuesOf('coverfile'),
    skip: valuesOf('skipfile'),
    isForced: valuesOf('force').some((value) => /^(?:1|t|true)$/i.test(value)),
  };
}

const KEYS: ReadonlySet<string> = new Set(['service', 'address', 'name', 'coverfile', 'skipfile', 'force']);

function bodyEntries(c: HttpContext): readonly (readonly [string, unknown])[] {
  const body = Buffer.from(c.get('body')).toString('utf8').trim();
  if (body === '') return [];
  if (/^application\/x-www-form-urlencoded\b/i.test(c.req.header('content-type') ?? ''))
    return [...new URLSearchParams(body)];
  let value: unknown;
  try {
    value = parseJson(body);
  } catch (error) {
    throw badRequest(`the body is not valid JSON: ${messageOf(error)}`);
  }
  if (!isJsonObject(value)) throw badRequest('the body is not a JSON object');
  return Object.entries(value);
}

function textsOf(key: string, value: unknown): readonly string[] {
  const items: readonly unknown[] = Array.isArray(value) ? value : [value ?? ''];
  return items
    .map((item) => {
      if (typeof item === 'string') return item;
      if (typeof item === 'boolean') return String(item);
      throw badRequest(`${quoteText(key)} contains ${quoteValue(item)} instead of a string`);
    })
    .filter((item) => item !== '');
}

function badRequest(reason: string): HTTPException {
  const example = '{"service": ["cart"], "skipfile": ["^test/"]}';
  const message = `Invalid request: ${reason}. Expected an empty body or JSON. Example: ${example}`;
  return new HTTPException(400, { message });
}
