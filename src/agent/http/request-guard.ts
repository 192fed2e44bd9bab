/**
 * Authorizes requests over the port. Every page in a developer's browser can send requests to the developer's machine,
 * through loopback or through a host name of its own that resolves to loopback (DNS rebinding). All of these are refused.
 * Other users of the machine can connect, too: only a token proves that a client acts for the owner of the run.
 */
import { createHash, timingSafeEqual } from 'node:crypto';
import type { MiddlewareHandler } from 'hono';
import type { ContentfulStatusCode } from 'hono/utils/http-status';
import { quoteText, quoteValue, toTerminalLine } from '../../platform/escape-terminal.js';
import { TOKEN_VARIABLE } from '../../settings/token.js';
import { type HttpContext, type HttpEnv, text } from './context.js';
import { kindOfHost } from './host-header.js';

/** The tokens of a port. */
export interface PortTokens {
  /** Value of `COVER_TOKEN`, which every request needs; `null` if it is not set. */
  readonly required: string | null;
  /** Returns the token of the owner's file, which only some requests need; `undefined` if there is none. */
  readonly owner: () => string | undefined;
  /** How the server gets the required token, for messages. @default COVER_TOKEN */
  readonly setting?: string;
}

/** Values of `Sec-Fetch-Site` for requests that no page of another origin has caused. */
const OWN_SITES: ReadonlySet<string> = new Set(['same-origin', 'none']);

/** Returns the middleware. It sets `isOwner`. */
export function guardRequests({
  required,
  owner,
  setting = TOKEN_VARIABLE,
}: PortTokens): MiddlewareHandler<HttpEnv> {
  return async (c, next) => {
    const host = c.req.header('host');
    const kind = kindOfHost(host);
    if (kind === 'malformed') {
      const shown = host === undefined ? 'no Host header' : `Host ${quoteText(host)}`;
      return refuse(c, 400, `Invalid request: expected one host with an optional port, got ${shown}.`);
    }
    const foreignHeader = foreignHeaderOf(c);
    if (foreignHeader) return refuse(c, 403, `Request refused: web pages have no access (${foreignHeader}).`);
    const token = required ?? owner();
    const isOwner = token !== undefined && hasToken(c, token);
    if (required !== null && !isOwner) {
      c.header('WWW-Authenticate', 'Bearer');
      return refuse(c, 401, `Unauthorized: expected the header Authorization: Bearer <value of ${setting}>.`);
    }
    if (required === null && kind !== 'loopback') {
      const refusal = `Host ${quoteValue(host)} refused: only loopback hosts need no token`;
      return refuse(c, 403, `${refusal}. Use localhost, 127.0.0.1 or [::1], or set ${setting}.`);
    }
    c.set('isOwner', isOwner);
    return next();
  };
}

/** Returns the response to a refused request. Clients such as curl print its text on a terminal. */
function refuse(c: HttpContext, status: ContentfulStatusCode, reason: string): Response {
  return text(c, `${toTerminalLine(reason)}\n`, status);
}

/** Returns the header that reveals a page of another origin; `undefined` if the request comes from none. */
function foreignHeaderOf(c: HttpContext): string | undefined {
  const origin = c.req.header('origin');
  const own = `http://${c.req.header('host')}`;
  if (origin !== undefined && origin.toLowerCase() !== own.toLowerCase())
    return `Origin: ${quoteText(origin)}`;
  const site = c.req.header('sec-fetch-site');
  return site === undefined || OWN_SITES.has(site) ? undefined : `Sec-Fetch-Site: ${quoteText(site)}`;
}

function hasToken(c: HttpContext, expected: string): boolean {
  const [, token] = /^bearer +(.*)$/i.exec(c.req.header('authorization') ?? '') ?? [];
  // Compare digests, because timingSafeEqual needs equal lengths.
  return token !== undefined && timingSafeEqual(digestOf(token), digestOf(expected));
}

function digestOf(token: string): Buffer {
  return createHash('sha256').update(token).digest();
}
