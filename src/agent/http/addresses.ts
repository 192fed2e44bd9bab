/** Addresses of servers and clients, for URLs and logs. */
import type { AddressInfo } from 'node:net';

/** Returns the URL of a server that is bound to a TCP port. */
export function urlOfAddress({ address, port }: AddressInfo): string {
  return `http://${toHostAndPort(address, port)}`;
}

/** The properties of a client's socket, which has none of them after it was closed. */
export interface ClientSocket {
  readonly remoteAddress?: string | undefined;
  readonly remotePort?: number | undefined;
}

/** Returns the address and port of a client. */
export function remoteAddressOf({ remoteAddress = 'unknown', remotePort = 0 }: ClientSocket): string {
  return toHostAndPort(remoteAddress, remotePort);
}

function toHostAndPort(address: string, port: number): string {
  return `${address.includes(':') ? `[${address}]` : address}:${port}`;
}
