/** Fetches the profiles of services, several at the same time. */
import { messageOf } from '../../platform/errors.js';
import type { ServiceAnswer } from './merge-texts.js';
import { requestService } from './service-client.js';
import type { Service } from './service-registry.js';

export interface FetchProfilesOptions {
  /** Maximum number of milliseconds that a service has to answer. */
  readonly timeout: number;
  /** Whether to continue without services that do not answer. */
  readonly isForced: boolean;
  /** Receives a line about each of these. */
  readonly warn: (line: string) => void;
}

/** Maximum number of services that are asked at the same time. */
const CONCURRENCY = 16;

/** Maximum size of a profile in bytes. */
const MAX_PROFILE = 2 ** 26;

/** Maximum size of all profiles in bytes: they are in memory together. */
const MAX_PROFILES = 2 ** 29;

/** @throws Error that names the first service that did not answer, without `isForced` */
export async function fetchProfiles(
  services: readonly Service[],
  { timeout, isForced, warn }: FetchProfilesOptions,
): Promise<readonly ServiceAnswer[]> {
  const answers = new Map<Service, ServiceAnswer>();
  const failed = new AbortController();
  const { signal } = failed;
  let size = 0;
  const fetchProfile = async (service: Service) => {
    const { address, name } = service;
    try {
      const path = '/v1/cover/profile';
      const bytes = await requestService(service, {
        method: 'POST',
        path,
        timeout,
        limit: MAX_PROFILE,
        signal,
      });
      size += bytes.length;
      if (size > MAX_PROFILES) throw new Error('the profiles of all services are too large together');
      answers.set(service, { address, bytes });
    } catch (error) {
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
  signal.throwIfAborted();
  // In the order of the services, so that equal requests have equal results.
  return services.flatMap((service) => answers.get(service) ?? []);
}
