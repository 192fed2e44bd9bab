/** Fetches the profiles of services, several at the same time. */
import { setMaxListeners } from 'node:events';
import { messageOf } from '../../platform/errors.js';
import type { CenterChain } from './center-chain.js';
import type { ServiceAnswer } from './merge-texts.js';
import { requestService } from './service-client.js';
import type { Service } from './service-registry.js';

export interface FetchProfilesOptions {
  /** Maximum number of milliseconds that a service has to answer. */
  readonly timeout: number;
  /** Whether to continue without services that do not answer. */
  readonly isForced: boolean;
  /** Centers that the services must not ask. */
  readonly centers: CenterChain;
  /** Stops all requests when it is aborted. */
  readonly signal: AbortSignal;
  /** Receives a line about each of these. */
  readonly warn: (line: string) => void;
}

/**
 * Maximum number of services that are asked at the same time. Clients wait for the answer, so many services that hang must not be
 * waited for one after the other.
 */
const CONCURRENCY = 256;

/** Maximum size of a profile in bytes. */
const MAX_PROFILE = 2 ** 26;

/** Maximum size of all profiles in bytes: they are in memory together. */
const MAX_PROFILES = 2 ** 29;

/** @throws Error that names the first service that did not answer, without `isForced` */
export async function fetchProfiles(
  services: readonly Service[],
  { timeout, isForced, centers, signal: client, warn }: FetchProfilesOptions,
): Promise<readonly ServiceAnswer[]> {
  const answers = new Map<Service, ServiceAnswer>();
  const failed = new AbortController();
  const { signal } = failed;
  // Each request listens to it.
  setMaxListeners(0, signal);
  const abort = () => failed.abort(client.reason);
  client.addEventListener('abort', abort, { once: true });
  if (client.aborted) abort();
  let size = 0;
  const fetchProfile = async (service: Service) => {
    const { address, name } = service;
    let received = 0;
    const onBytes = (more: number) => {
      if (size + more > MAX_PROFILES) throw new Error('the profiles of all services are too large together');
      size += more;
      received += more;
    };
    try {
      const path = '/v1/cover/profile';
      const bytes = await requestService(service, {
        method: 'POST',
        path,
        timeout,
        limit: MAX_PROFILE,
        onBytes,
        centers,
        signal,
      });
      answers.set(service, { address, bytes });
    } catch (error) {
      size -= received;
      if (signal.aborted) return;
      const reason = `failed to get profile from ${address}, service ${name}, error ${messageOf(error)}`;
      if (isForced) warn(reason);
      else failed.abort(new Error(reason));
    }
  };
  const waiting = [...services];
  const work = async () => {
    for (let next = waiting.shift(); next && !signal.aborted; next = waiting.shift())
      await fetchProfile(next);
  };
  await Promise.all(Array.from({ length: CONCURRENCY }, work));
  client.removeEventListener('abort', abort);
  signal.throwIfAborted();
  // In the order of the services, so that equal requests have equal results.
  return services.flatMap((service) => answers.get(service) ?? []);
}
