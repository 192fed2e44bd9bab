/** Judges the `Host` header of a request, which names the host that the client believes to talk to. */
import { isIPv6 } from 'node:net';
import { isLoopback } from '../../settings/host.js';
import { HIGHEST_PORT } from '../../settings/http.js';

/** `loopback`: this machine, by an address or name that no DNS server can change. `malformed`: not a host with a port. */
export type HostKind = 'loopback' | 'other' | 'malformed';

/** Matches a host and its port (RFC 9110, 7.2). The port may be empty. */
const HOST = /^(\[[^\][]*\]|[^:\][]*)(?::(\d{0,5}))?$/;

/** Matches one octet of an address. A leading zero is ambiguous: some programs read such a number as octal. */
const OCTET = /^(?:0|[1-9]\d{0,2})$/;

/** Matches a name of letters, digits, `-` and `_`, with an optional dot at its end. */
const NAME = /^(?=.{1,254}$)[a-z0-9_](?:[\w-]*\w)?(?:\.[a-z0-9_](?:[\w-]*\w)?)*\.?$/i;

/** Matches a last label that makes a browser parse the host as an IPv4 address (https://url.spec.whatwg.org/#ends-in-a-number-checker). */
const NUMERIC_END = /(?:^|\.)(?:\d+|0x[0-9a-f]*)\.?$/i;

/**
 * Returns the kind of a host. Addresses count only in their usual spelling: a browser sends no other, and programs disagree
 * about the meaning of `127.1` and `0177.0.0.1`. Such a host is malformed. A name with a dot at its end is another name.
 *
 * @param header `undefined` if the request has none
 */
export function kindOfHost(header: string | undefined): HostKind {
  const [, host, port = ''] = HOST.exec(header ?? '') ?? [];
  if (host === undefined || Number(port) > HIGHEST_PORT) return 'malformed';
  const address = host.startsWith('[') ? parseIpv6(host.slice(1, -1)) : parseName(host);
  if (address === undefined) return 'malformed';
  return isLoopback(address) ? 'loopback' : 'other';
}

/** A zone, such as `%lo`, is not allowed in a header. */
function parseIpv6(text: string): string | undefined {
  return isIPv6(text) && !text.includes('%') ? text : undefined;
}

function parseName(host: string): string | undefined {
  if (NUMERIC_END.test(host)) return isIpv4(host) ? host : undefined;
  return NAME.test(host) ? host : undefined;
}

function isIpv4(host: string): boolean {
  const octets = host.split('.');
  return octets.length === 4 && octets.every((octet) => OCTET.test(octet) && Number(octet) <= 255);
}
