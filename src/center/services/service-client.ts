/** Sends requests to registered services. Anybody who can register chooses their addresses, so the center trusts no answer. */
import { lookup } from 'node:dns';
import { type IncomingMessage, request as requestHttp } from 'node:http';
import { request as requestHttps } from 'node:https';
import type { LookupFunction } from 'node:net';
import { createChunkBuffer } from '../../platform/chunk-buffer.js';
import { withDeadline } from '../../platform/deadline.js';
import { type CenterChain, CHAIN_HEADER } from './center-chain.js';
import { isRefusedAddress } from './service-address.js';
import type { Service } from './service-registry.js';

export interface ServiceRequest {
  readonly method: 'GET' | 'POST';
  readonly path: string;
  /** Maximum number of milliseconds until the response is complete. */
  readonly timeout: number;
  /** Maximum size of the response in bytes. */
  readonly limit: number;
  /** Receives the size of each piece of the response. The request fails if it throws. @default none */
  readonly onBytes?: (size: number) => void;
  /** Centers that the service must not ask for this request. */
  readonly centers: CenterChain;
  readonly signal?: AbortSignal;
}

/**
 * Agents of covermain prefer the archive, whose files are named by their processes: so the counts of a process that also pushes are
 * added once. Others send text.
 */
const ACCEPTED = 'application/octet-stream, text/plain;q=0.9';

/**
 * Sends a request and returns the body of the response. It follows no redirect, and sends no credentials.
 *
 * @throws Error whose message is a reason, for any status but 200 and for a response that is too large or too late
 */
export function requestService({ address }: Service, options: ServiceRequest): Promise<Buffer> {
  const { path, timeout, signal: parent } = options;
  const toReason = () => new Error(`no complete answer within ${timeout} ms`);
  return withDeadline({ timeout, toReason, parent }, (signal) =>
    sendRequest(new URL(path, address), { ...options, signal }),
  );
}

type LimitedRequest = ServiceRequest & { readonly signal: AbortSignal };

function sendRequest(url: URL, request: LimitedRequest): Promise<Buffer> {
  const { method, centers, signal } = request;
  const send = url.protocol === 'https:' ? requestHttps : requestHttp;
  return new Promise((resolve, reject) => {
    const headers = {
      accept: ACCEPTED,
      'content-type': 'application/json',
      'content-length': 2,
      [CHAIN_HEADER]: centers.join(','),
    };
    const outgoing = send(url, { method, headers, agent: false, lookup: lookupAllowed, signal });
    const fail = (error: unknown) => {
      outgoing.destroy();
      reject(signal.aborted ? signal.reason : error);
    };
    outgoing.on('error', fail);
    outgoing.once('response', (incoming) => readResponse(incoming, request).then(resolve, fail));
    outgoing.end('{}');
  });
}

async function readResponse(
  incoming: IncomingMessage,
  { limit, onBytes }: Pick<ServiceRequest, 'limit' | 'onBytes'>,
): Promise<Buffer> {
  const received = createChunkBuffer();
  if (incoming.statusCode !== 200) throw new Error(`it answered with status ${incoming.statusCode}`);
  for await (const chunk of incoming as AsyncIterable<Buffer>) {
    if (received.size() + chunk.length > limit) throw new Error(`its answer is larger than ${limit} bytes`);
    onBytes?.(chunk.length);
    received.add(chunk);
  }
  return received.bytes();
}

/** Resolves a name, but not to an address that is refused: the client that registers a name may decide where it leads. */
const lookupAllowed: LookupFunction = (host, options, callback) => {
  lookup(host, { ...options, all: true }, (error, addresses) => {
    if (error) return callback(error, '', 0);
    const [first] = addresses;
    if (!first || addresses.some(({ address }) => isRefusedAddress(address)))
      return callback(new Error(`${host} resolves to an address that no service has`), '', 0);
    if (options.all) callback(null, [...addresses]);
    else callback(null, first.address, first.family);
  });
};
