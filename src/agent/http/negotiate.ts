/** Chooses the media type of a profile by the header `Accept`. */
import { HTTPException } from 'hono/http-exception';
import { type Accept, parseAccept } from 'hono/utils/accept';
import { quoteValue } from '../../platform/escape-terminal.js';

/** The Go text format, Istanbul's coverage map, or the archive of profile files. */
export type ProfileType = (typeof TYPES)[number];

/** In order of preference, if the client accepts several types equally. */
const TYPES = ['text/plain', 'application/json', 'application/octet-stream'] as const;

/**
 * Returns the type that the client prefers: by quality, then by the most specific range. So a client that accepts JSON and
 * any other type gets JSON.
 *
 * @param header `undefined` if the client sent none: returns text
 * @throws HTTPException 406 if the client accepts none of the types
 */
export function negotiate(header: string | undefined): ProfileType {
  const type = bestOf(parseAccept(header?.trim() || '*/*'));
  if (type) return type;
  const message =
    `Cannot return a profile as ${quoteValue(header)}: expected an Accept header that allows ` +
    `one of ${TYPES.join(', ')}.`;
  throw new HTTPException(406, { message });
}

/** Returns the preferred type that the client names; `undefined` if it names none, even if it accepts any type. */
export function negotiateNamed(header: string | undefined): ProfileType | undefined {
  return bestOf(parseAccept(header ?? '').filter(({ type }) => !type.includes('*')));
}

function bestOf(ranges: readonly Accept[]): ProfileType | undefined {
  const [best] = TYPES.map((type) => ({ type, ...preferenceOf(type, ranges) }))
    .filter(({ quality }) => quality > 0)
    .sort((one, other) => other.quality - one.quality || other.specificity - one.specificity);
  return best?.type;
}

/** Returns the preference by the most specific range that matches (RFC 9110, 12.5.1). */
function preferenceOf(
  type: ProfileType,
  ranges: readonly Accept[],
): { readonly quality: number; readonly specificity: number } {
  const names = ['*/*', `${type.split('/')[0]}/*`, type];
  for (const specificity of [2, 1, 0]) {
    const range = ranges.find((accept) => accept.type.toLowerCase() === names[specificity]);
    if (range) return { quality: range.q, specificity };
  }
  return { quality: 0, specificity: 0 };
}
