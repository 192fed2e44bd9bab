/** `COVER_HTTP_HOST`: where the HTTP port is bound. */
import { BlockList, isIP, isIPv6 } from 'node:net';
import { SettingError } from '../platform/errors.js';
import { type Environment, readVariable } from './environment.js';

export const HOST = 'COVER_HTTP_HOST';
export const DEFAULT_HOST = '127.0.0.1';

/** One part of a host name. Underscores are none of DNS's, but of container networks. */
const LABEL = /^(?!-)[\w-]{1,63}(?<!-)$/;
const LONGEST_NAME = 253;

const LOOPBACK = new BlockList();
LOOPBACK.addSubnet('127.0.0.0', 8, 'ipv4');
LOOPBACK.addAddress('::1', 'ipv6');

/**
 * An IP address or a host name, as `listen` takes it: an IPv6 address without the brackets it may come in.
 *
 * @default '127.0.0.1'
 * @throws SettingError for what is neither
 */
export function hostOf(environment: Environment): string {
  const given = readVariable(environment, HOST) ?? DEFAULT_HOST;
  const bracketed = /^\[(.*)\]$/.exec(given)?.[1];
  if (bracketed !== undefined && isIPv6(bracketed)) return bracketed;
  if (isIP(given) || isHostName(given)) return given;
  const accepted = 'an IP address or a host name, without a port';
  throw new SettingError({ name: HOST, given, accepted, example: DEFAULT_HOST });
}

/** Whether only this machine reaches what is bound there. Other names than localhost may be anybody's. */
export function isLoopback(host: string): boolean {
  if (host.toLowerCase() === 'localhost') return true;
  return isIP(host) !== 0 && LOOPBACK.check(host, isIPv6(host) ? 'ipv6' : 'ipv4');
}

/** Not with a last part of digits: that is an IP address gone wrong. */
function isHostName(given: string): boolean {
  const labels = given.split('.');
  const isWellFormed = given.length <= LONGEST_NAME && labels.every((label) => LABEL.test(label));
  return isWellFormed && !/^\d+$/.test(labels.at(-1) ?? '');
}
