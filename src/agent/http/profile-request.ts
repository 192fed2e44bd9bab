/** What a caller wants of a profile: in the query and in a body of JSON, as clients of goc and goverage send it. */
import { HTTPException } from 'hono/http-exception';
import { messageOf } from '../../platform/errors.js';
import type { Patterns } from './filter.js';

export interface ProfileRequest extends Patterns {
  /** Hashes of metas that the caller has: one, or some with commas between them, in each text. */
  readonly have: ReadonlySet<string>;
}

/** By the names they have on the wire, in lower case; callers may write them in any case. */
type Values = ReadonlyMap<string, readonly string[]>;

/**
 * Both places count, together; keys of any other name are passed over, as is what is `null` or empty.
 *
 * @param body UTF-8; nothing but white space is none
 * @throws HTTPException 400 for a body that is no JSON object, or a value that is neither a text nor a list of them
 */
export function readProfileRequest(url: string, body: Uint8Array): ProfileRequest {
  const values = collect([...new URL(url).searchParams, ...Object.entries(parseObject(body))]);
  const valuesOf = (name: string) => values.get(name) ?? [];
  const have = valuesOf('have').flatMap((hashes) => hashes.split(','));
  return { skip: valuesOf('skipfile'), cover: valuesOf('coverfile'), have: new Set(have) };
}

const NAMES: ReadonlySet<string> = new Set(['skipfile', 'coverfile', 'have']);

function collect(entries: readonly (readonly [string, unknown])[]): Values {
  const values = new Map<string, readonly string[]>();
  for (const [key, value] of entries) {
    const name = key.toLowerCase();
    if (NAMES.has(name)) values.set(name, [...(values.get(name) ?? []), ...textsOf(key, value)]);
  }
  return values;
}

/** An empty pattern would match every path; who sends one has left a field or a variable empty. */
function textsOf(key: string, value: unknown): readonly string[] {
  const items: readonly unknown[] = Array.isArray(value) ? value : [value ?? ''];
  const wrong = items.find((item) => typeof item !== 'string');
  if (wrong !== undefined)
    throw refuse(`${JSON.stringify(key)} holds ${JSON.stringify(wrong)}: expected a text or a list of texts`);
  return items.filter((item) => typeof item === 'string').filter((item) => item !== '');
}

function parseObject(body: Uint8Array): object {
  const value = parse(body);
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value;
  throw refuse(
    `the body is not a JSON object, but ${Array.isArray(value) ? 'an array' : JSON.stringify(value)}`,
  );
}

function parse(body: Uint8Array): unknown {
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(body);
    return text.trim() === '' ? {} : JSON.parse(text);
  } catch (error) {
    throw refuse(`the body cannot be understood: ${messageOf(error)}`);
  }
}

function refuse(what: string): HTTPException {
  const example = '{"skipfile": ["^test/"], "coverfile": ["^src/"]}';
  return new HTTPException(400, { message: `${what}. Expected an empty body or JSON. Example: ${example}` });
}
