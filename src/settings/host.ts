/** `COVER_HTTP_HOST`: the address that the HTTP port is bound to. */
import { SettingError } from '../platform/errors.js';
import { type Environment, readVariable } from './environment.js';

export const HTTP_HOST_VARIABLE = 'COVER_HTTP_HOST';
export const DEFAULT_HOST = '127.0.0.1';

/** Matches one label of a host name. DNS does not allow underscores, but container networks use them. */
const LABEL = /^(?!-)[\w-]{1,63}(?<!-)$/;
const MAX_NAME_LENGTH = 253;

/** Returns Node's module. Processes that check no host do not load it. */
const net = () => process.getBuiltinModule('node:net');

/**
 * Returns an IP address or a host name that `listen` accepts. Brackets around an IPv6 address are removed.
 *
 * @default '127.0.0.1'
 * @throws SettingError for a value that is neither
 */
export function hostOf(environment: Environment): string {
  const given = readVariable(environment, HTTP_HOST_VARIABLE) ?? DEFAULT_HOST;
  const bracketed = /^\[(.*)\]$/.exec(given)?.[1];
  if (bracketed !== undefined && net().isIPv6(bracketed)) return bracketed;
  if (net().isIP(given) || isHostName(given)) return given;
  const accepted = 'an IP address or a host name, without a port';
  throw new SettingError({ name: HTTP_HOST_VARIABLE, given, accepted, example: DEFAULT_HOST });
}

/** Returns whether only this machine can reach a host. No name but localhost is trusted, because it may resolve anywhere. */
export function isLoopback(host: string): boolean {
  if (host.toLowerCase() === 'localhost') return true;
  const { BlockList, isIP, isIPv6 } = net();
  const loopback = new BlockList();
  loopback.addSubnet('127.0.0.0', 8, 'ipv4');
  loopback.addAddress('::1', 'ipv6');
  return isIP(host) !== 0 && loopback.check(host, isIPv6(host) ? 'ipv6' : 'ipv4');
}

/** Returns whether text is a host name. A last label of digits is rejected: it makes a malformed IP address. */
function isHostName(given: string): boolean {
  const labels = given.split('.');
  const isWellFormed = given.length <= MAX_NAME_LENGTH && labels.every((label) => LABEL.test(label));
  return isWellFormed && !/^\d+$/.test(labels.at(-1) ?? '');
}
