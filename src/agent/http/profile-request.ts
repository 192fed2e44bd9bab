/** Reads the options of a profile request from its query and JSON body, as clients of goc and goverage send them. */
import type { Patterns } from './filter.js';
import { createRefusal, parseBodyEntries, readValues } from './request-values.js';

export interface ProfileRequest extends Patterns {
  /** Hashes of metas that the client has. A request may separate several hashes by commas. */
  readonly have: ReadonlySet<string>;
}

/**
 * Reads the options of a request. Combines the values of the query and the body. Ignores other names, and values that are
 * `null` or empty.
 *
 * @param body UTF-8; a body of white space counts as empty
 * @throws HTTPException 400 if the body is not a JSON object, or a value is neither a string nor an array of strings
 */
export function readProfileRequest(url: string, body: Uint8Array): ProfileRequest {
  const entries = [...new URL(url).searchParams, ...parseBodyEntries(body, refuse)];
  const valuesOf = readValues(entries, { names: NAMES, refuse });
  const have = valuesOf('have').flatMap((hashes) => hashes.split(','));
  const known = new Set(have.filter((hash) => HASH.test(hash)));
  if (known.size > MAX_HASHES) throw refuse(`"have" contains ${known.size} hashes, more than ${MAX_HASHES}`);
  return { skip: valuesOf('skipfile'), cover: valuesOf('coverfile'), have: known };
}

/** Matches the hash of a meta. No meta has any other, so the agent ignores the rest. */
const HASH = /^[0-9a-f]{32}$/;

/** Maximum number of hashes in a request. The agent sends them on to its peers, whose bodies are limited, too. */
const MAX_HASHES = 20_000;

const NAMES: ReadonlySet<string> = new Set(['skipfile', 'coverfile', 'have']);

const refuse = createRefusal(
  'Expected an empty body or JSON. Example: {"skipfile": ["^test/"], "coverfile": ["^src/"]}',
);
