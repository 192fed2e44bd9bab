/**
 * Ends loops of centers: a center may be a service of another one, and of itself if someone registers its address. Each center adds
 * its id to a header of the requests that it sends.
 */
import type { HttpContext } from '../../agent/http/context.js';

/** Ids of the centers through which a request has come, the first at the start. */
export type CenterChain = readonly string[];

/** Name of the header with the ids, separated by commas. */
export const CHAIN_HEADER = 'covermain-centers';

/** Maximum number of centers through which a request may come. */
const MAX_CENTERS = 4;

/**
 * Returns the chain of the requests that a center sends for a request.
 *
 * @param id of this center
 * @throws Error if the request has come through this center, or through too many others
 */
export function extendChain(c: HttpContext, id: string): CenterChain {
  const header = c.req.header(CHAIN_HEADER);
  const chain = header === undefined ? [] : header.split(',').map((one) => one.trim());
  if (chain.includes(id)) throw new Error('this center is registered as a service of itself. Remove it.');
  if (chain.length >= MAX_CENTERS)
    throw new Error(`more than ${MAX_CENTERS} centers are services of each other`);
  return [...chain, id];
}
