/** Checks the addresses of services, to which the center sends requests. */
import { BlockList, isIP, isIPv6 } from 'node:net';
import { quoteText } from '../../platform/escape-terminal.js';

/**
 * Addresses that no service has. Clouds answer with credentials on link-local ones, so a client must not make the center send
 * requests there.
 */
const REFUSED = new BlockList();
REFUSED.addSubnet('169.254.0.0', 16, 'ipv4');
REFUSED.addSubnet('0.0.0.0', 8, 'ipv4');
REFUSED.addAddress('100.100.100.200', 'ipv4');
REFUSED.addSubnet('224.0.0.0', 4, 'ipv4');
REFUSED.addAddress('255.255.255.255', 'ipv4');
REFUSED.addSubnet('fe80::', 10, 'ipv6');
REFUSED.addSubnet('ff00::', 8, 'ipv6');
REFUSED.addAddress('::', 'ipv6');
REFUSED.addAddress('fd00:ec2::254', 'ipv6');
REFUSED.addAddress('fd20:ce::254', 'ipv6');
// Gateways forward these to link-local addresses of IPv4: NAT64 (RFC 6052), 6to4 (RFC 3056), and the older compatible form.
REFUSED.addSubnet('64:ff9b::a9fe:0', 112, 'ipv6');
REFUSED.addSubnet('2002:a9fe::', 32, 'ipv6');
REFUSED.addSubnet('::a9fe:0', 112, 'ipv6');

/** Maximum length of an address. */
const MAX_ADDRESS = 1000;

/**
 * Returns the scheme, host and port of an address, as goc keeps it.
 *
 * @throws Error for an address that is not such a URL
 */
export function parseServiceAddress(text: string): string {
  const url = text.length <= MAX_ADDRESS && URL.canParse(text) ? new URL(text) : undefined;
  if (!url || !['http:', 'https:'].includes(url.protocol) || url.hostname === '')
    throw invalid(text, 'expected a URL such as http://10.0.0.1:7777');
  if (url.username !== '' || url.password !== '') throw invalid(text, 'it must not contain credentials');
  if (url.pathname !== '/' || url.search !== '' || url.hash !== '')
    throw invalid(text, 'it must end after the port');
  if (isRefusedAddress(url.hostname.replace(/^\[|\]$/g, '')))
    throw invalid(text, 'no service has this address');
  return url.origin;
}

/** Whether a host is an IP address to which the center sends no request. */
export function isRefusedAddress(host: string): boolean {
  return isIP(host) !== 0 && REFUSED.check(host, isIPv6(host) ? 'ipv6' : 'ipv4');
}

function invalid(text: string, reason: string): Error {
  return new Error(`Invalid address ${quoteText(text)}: ${reason}.`);
}
