/**
 * Authorizes requests over the port. Every page in a developer's browser can send requests to the developer's machine,
 * through loopback or through a host name of its own that resolves to loopback (DNS rebinding). All of these are refused.
 */
import { createHash, timingSafeEqual } from 'node:crypto';
import type { MiddlewareHandler } from 'hono';
import { type HttpContext, type HttpEnv, text } from './context.js';

/** Loopback hosts, with any port. After DNS rebinding, the header has the page's own host name. */
const LOOPBACK = /^(?:localhost|127(?:\.\d{1,3}){3}|\[::1\])(?::\d+)?$/i;

/** Values of `Sec-Fetch-Site` for requests that no page of another origin has caused. */
const OWN_SITES: ReadonlySet<string> = new Set(['same-origin', 'none']);

/** Returns the middleware. @param token bearer token that clients must send; `null`: they must use a loopback host */
export function guardRequests(token: string | null): MiddlewareHandler<HttpEnv> {
  const expected = token === null ? null : digestOf(token);
  return async (c, next) => {
    const foreignHeader = foreignHeaderOf(c);
    if (foreignHeader) return text(c, `Request refused: web pages have no access (${foreignHeader}).\n`, 403);
    if (expected && !hasToken(c, expected))
      return text(
        c,
        'Unauthorized: expected the header Authorization: Bearer <value of COVER_TOKEN>.\n',
        401,
        {
          'WWW-Authenticate': 'Bearer',
        },
      );
    const host = c.req.header('host') ?? '';
    if (!expected && !LOOPBACK.test(host)) {
      const refusal = `Host ${JSON.stringify(host)} refused: only loopback hosts need no token`;
      return text(c, `${refusal}. Use localhost, 127.0.0.1 or [::1], or set COVER_TOKEN.\n`, 403);
    }
    return next();
  };
}

/** Returns the header that reveals a page of another origin; `undefined` if the request comes from none. */
function foreignHeaderOf(c: HttpContext): string | undefined {
  const origin = c.req.header('origin');
  const own = `http://${c.req.header('host')}`;
  if (origin !== undefined && origin.toLowerCase() !== own.toLowerCase())
    return `Origin: ${JSON.stringify(origin)}`;
  const site = c.req.header('sec-fetch-site');
  return site === undefined || OWN_SITES.has(site) ? undefined : `Sec-Fetch-Site: ${site}`;
}

function hasToken(c: HttpContext, expected: Buffer): boolean {
  const [, token] = /^bearer +(.*)$/i.exec(c.req.header('authorization') ?? '') ?? [];
  // Compare digests, because timingSafeEqual needs equal lengths.
  return token !== undefined && timingSafeEqual(digestOf(token), expected);
}

function digestOf(token: string): Buffer {
  return createHash('sha256').update(token).digest();
}
