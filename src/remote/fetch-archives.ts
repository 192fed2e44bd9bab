/** Requests archives from the agents of a target, and stores them. */
import { messageOf } from '../platform/errors.js';
import { MissingMetasError, type StoredArchive } from '../profile/store/store-archive.js';
import { requestArchives, requireSuccess } from './agent-requests.js';
import type { AgentLink, TargetResponse } from './target.js';

export interface FetchOptions {
  readonly link: AgentLink;
  /** Route with its query. */
  readonly path: string;
  /** Name of the archives, for errors. */
  readonly name: string;
  /** Returns hashes of metas that need not be sent. */
  readonly have: () => readonly string[];
  /** @throws MissingMetasError if the archive has to be sent with all metas */
  readonly save: (archive: Buffer, name: string) => StoredArchive;
  readonly signal: AbortSignal;
  /** Receives why an archive is missing, if others have arrived. */
  readonly reasons: string[];
}

export interface FetchedArchive {
  readonly archive: Buffer;
  readonly stored: StoredArchive;
  /** Number of bytes that were received. */
  readonly size: number;
}

/**
 * Requests and stores archives.
 *
 * @returns `none` if no agent has what was requested (404)
 * @throws the reason of the first failure, if no archive was stored
 */
export async function fetchArchives(options: FetchOptions): Promise<readonly FetchedArchive[] | 'none'> {
  const { link, path, have, signal, reasons } = options;
  const first = await requestArchives(link, path, { have: have(), signal });
  if (first.every(({ status }) => status === 404)) return 'none';
  let attempt = saveAll(first, options);
  if (attempt.failures.some((error) => error instanceof MissingMetasError)) {
    // A meta of the directory was damaged, or someone has deleted it.
    attempt = saveAll(await requestArchives(link, path, { have: [], signal }), options);
  }
  const { fetched, failures } = attempt;
  if (fetched.length === 0 && failures.length > 0) throw failures[0];
  reasons.push(...failures.map(messageOf));
  return fetched;
}

function saveAll(responses: readonly TargetResponse[], { path, name, save }: FetchOptions) {
  const fetched: FetchedArchive[] = [];
  const failures: unknown[] = [];
  for (const response of responses) {
    // One of several agents has no such session.
    if (response.status === 404) continue;
    try {
      const archive = requireSuccess(response, path.split('?')[0] ?? path);
      fetched.push({ archive, stored: save(archive, name), size: archive.length });
    } catch (error) {
      failures.push(error);
    }
  }
  return { fetched, failures };
}
