/** In which form a profile is given, by the header `Accept`. */
import { HTTPException } from 'hono/http-exception';
import { type Accept, parseAccept } from 'hono/utils/accept';

/** The Go text format, Istanbul's coverage map, or the archive of profile files. */
export type ProfileType = (typeof TYPES)[number];

/** Where the caller likes several alike, the first is given. */
const TYPES = ['text/plain', 'application/json', 'application/octet-stream'] as const;

/**
 * The type that the caller likes best: by quality, then by how exactly it is named. So it is JSON where the caller
 * names JSON, and takes anything else as well.
 *
 * @param header `undefined` where the caller sent none: text
 * @throws HTTPException 406 where the caller takes none of them
 */
export function negotiate(header: string | undefined): ProfileType {
  const type = bestOf(parseAccept(header?.trim() || '*/*'));
  if (type) return type;
  const message = `a profile cannot be given as ${JSON.stringify(header)}: expected one of ${TYPES.join(', ')}`;
  throw new HTTPException(406, { message });
}

/** The type that the caller names and likes best, or `undefined` where it names none, even if it takes all. */
export function negotiateNamed(header: string | undefined): ProfileType | undefined {
  return bestOf(parseAccept(header ?? '').filter(({ type }) => !type.includes('*')));
}

function bestOf(ranges: readonly Accept[]): ProfileType | undefined {
  const [best] = TYPES.map((type) => ({ type, ...likingOf(type, ranges) }))
    .filter(({ quality }) => quality > 0)
    .sort((one, other) => other.quality - one.quality || other.exactness - one.exactness);
  return best?.type;
}

/** Of several ranges that match, the most exact one counts (RFC 9110, 12.5.1). */
function likingOf(type: ProfileType, ranges: readonly Accept[]): { quality: number; exactness: number } {
  const names = ['*/*', `${type.split('/')[0]}/*`, type];
  for (const exactness of [2, 1, 0]) {
    const range = ranges.find((accept) => accept.type.toLowerCase() === names[exactness]);
    if (range) return { quality: range.q, exactness };
  }
  return { quality: 0, exactness: 0 };
}
