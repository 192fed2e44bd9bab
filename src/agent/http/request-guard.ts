/**
 * Who may ask over a port. Every page that a developer's browser shows can send requests to the developer's own
 * machine, by loopback or by a name of its own that it points there (DNS rebinding); none of them may reach us.
 */
import { createHash, timingSafeEqual } from 'node:crypto';
import type { MiddlewareHandler } from 'hono';
import { type HttpContext, type HttpEnv, text } from './context.js';

/** With any port. A page whose name was pointed at loopback gives its own name here. */
const LOOPBACK = /^(?:localhost|127(?:\.\d{1,3}){3}|\[::1\])(?::\d+)?$/i;

/** What a browser says of requests that no page of another origin has caused. */
const OWN_SITES: ReadonlySet<string> = new Set(['same-origin', 'none']);

/** @param token what callers have to know; `null`: they have to ask by a name of loopback */
export function guardRequests(token: string | null): MiddlewareHandler<HttpEnv> {
  const expected = token === null ? null : digestOf(token);
  return async (c, next) => {
    const foreign = foreignPage(c);
    if (foreign) return text(c, `${foreign} is not accepted: no web page may ask\n`, 403);
    if (expected && !knowsToken(c, expected))
      return text(c, 'expected the header Authorization: Bearer <the token of COVER_TOKEN>\n', 401, {
        'WWW-Authenticate': 'Bearer',
      });
    const host = c.req.header('host') ?? '';
    if (!expected && !LOOPBACK.test(host)) {
      const asked = `the host ${JSON.stringify(host)} is not accepted without a token`;
      return text(c, `${asked}: ask localhost, 127.0.0.1 or [::1], or set COVER_TOKEN\n`, 403);
    }
    return next();
  };
}

/** The header by which a page of another origin is known, or `undefined` where none has asked. */
function foreignPage(c: HttpContext): string | undefined {
  const origin = c.req.header('origin');
  const own = `http://${c.req.header('host')}`;
  if (origin !== undefined && origin.toLowerCase() !== own.toLowerCase())
    return `the origin ${JSON.stringify(origin)}`;
  const site = c.req.header('sec-fetch-site');
  return site === undefined || OWN_SITES.has(site) ? undefined : `Sec-Fetch-Site: ${site}`;
}

function knowsToken(c: HttpContext, expected: Buffer): boolean {
  const [, given] = /^bearer +(.*)$/i.exec(c.req.header('authorization') ?? '') ?? [];
  // Digests, since only equal lengths can be compared in constant time.
  return given !== undefined && timingSafeEqual(digestOf(given), expected);
}

function digestOf(token: string): Buffer {
  return createHash('sha256').update(token).digest();
}
