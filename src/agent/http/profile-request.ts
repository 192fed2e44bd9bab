/** Reads the options of a profile request from its query and JSON body, as clients of goc and goverage send them. */
import { HTTPException } from 'hono/http-exception';
import { messageOf } from '../../platform/errors.js';
import { quoteText, quoteValue } from '../../platform/escape-terminal.js';
import type { Patterns } from './filter.js';

export interface ProfileRequest extends Patterns {
  /** Hashes of metas that the client has. A request may separate several hashes by commas. */
  readonly have: ReadonlySet<string>;
}

/** Values of options, by their names in lower case. Clients may write the names in any case. */
type Values = ReadonlyMap<string, readonly string[]>;

/**
 * Reads the options of a request. Combines the values of the query and the body. Ignores other names, and values that are
 * `null` or empty.
 *
 * @param body UTF-8; a body of white space counts as empty
 * @throws HTTPException 400 if the body is not a JSON object, or a value is neither a string nor an array of strings
 */
export function readProfileRequest(url: string, body: Uint8Array): ProfileRequest {
  const values = collect([...new URL(url).searchParams, ...Object.entries(parseObject(body))]);
  const valuesOf = (name: string) => values.get(name) ?? [];
  const have = valuesOf('have').flatMap((hashes) => hashes.split(','));
  const known = new Set(have.filter((hash) => HASH.test(hash)));
  if (known.size > MAX_HASHES)
    throw badRequest(`"have" contains ${known.size} hashes, more than ${MAX_HASHES}`);
  return { skip: valuesOf('skipfile'), cover: valuesOf('coverfile'), have: known };
}

/** Matches the hash of a meta. No meta has any other, so the agent ignores the rest. */
const HASH = /^[0-9a-f]{32}$/;

/** Maximum number of hashes in a request. The agent sends them on to its peers, whose bodies are limited, too. */
const MAX_HASHES = 20_000;

const NAMES: ReadonlySet<string> = new Set(['skipfile', 'coverfile', 'have']);

function collect(entries: readonly (readonly [string, unknown])[]): Values {
  const values = new Map<string, readonly string[]>();
  for (const [key, value] of entries) {
    const name = key.toLowerCase();
    if (NAMES.has(name)) values.set(name, [...(values.get(name) ?? []), ...stringsOf(key, value)]);
  }
  return values;
}

/** Drops empty strings: as a pattern they would match every path, and clients send them for fields left empty. */
function stringsOf(key: string, value: unknown): readonly string[] {
  const items: readonly unknown[] = Array.isArray(value) ? value : [value ?? ''];
  const wrong = items.find((item) => typeof item !== 'string');
  if (wrong !== undefined)
    throw badRequest(
      `${quoteText(key)} contains ${quoteValue(wrong)} instead of a string or an array of strings`,
    );
  return items.filter((item) => typeof item === 'string').filter((item) => item !== '');
}

function parseObject(body: Uint8Array): object {
  const value = parse(body);
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value;
  throw badRequest(
    `the body is not a JSON object but ${Array.isArray(value) ? 'an array' : quoteValue(value)}`,
  );
}

function parse(body: Uint8Array): unknown {
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(body);
    return text.trim() === '' ? {} : JSON.parse(text);
  } catch (error) {
    throw badRequest(`the body is not valid JSON: ${messageOf(error)}`);
  }
}

function badRequest(reason: string): HTTPException {
  const example = '{"skipfile": ["^test/"], "coverfile": ["^src/"]}';
  return new HTTPException(400, {
    message: `Invalid request: ${reason}. Expected an empty body or JSON. Example: ${example}`,
  });
}
