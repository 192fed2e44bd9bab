/** Reads requests about services as clients of goc send them: in the query, as JSON or as a form. */
import type { HttpContext } from '../../agent/http/context.js';
import type { Patterns } from '../../agent/http/filter.js';
import { createRefusal, parseBodyEntries, readValues } from '../../agent/http/request-values.js';

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
  const entries = [...new URL(c.req.url).searchParams, ...bodyEntries(c)];
  const valuesOf = readValues(entries, { names: NAMES, acceptsBooleans: true, refuse });
  return {
    services: valuesOf('service'),
    addresses: valuesOf('address'),
    names: valuesOf('name'),
    cover: valuesOf('coverfile'),
    skip: valuesOf('skipfile'),
    isForced: valuesOf('force').some((value) => /^(?:1|t|true)$/i.test(value)),
  };
}

const NAMES: ReadonlySet<string> = new Set(['service', 'address', 'name', 'coverfile', 'skipfile', 'force']);

const refuse = createRefusal(
  'Expected an empty body or JSON. Example: {"service": ["cart"], "skipfile": ["^test/"]}',
);

function bodyEntries(c: HttpContext): readonly (readonly [string, unknown])[] {
  const body = c.get('body');
  const isForm = /^application\/x-www-form-urlencoded\b/i.test(c.req.header('content-type') ?? '');
  return isForm
    ? [...new URLSearchParams(Buffer.from(body).toString('utf8').trim())]
    : parseBodyEntries(body, refuse);
}
