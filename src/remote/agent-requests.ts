/** The requests of a collection to agents, and checks of what they answer. */
import { CovermainError } from '../platform/errors.js';
import { parseJson } from '../platform/parse-json.js';
import { hasFields, isPid, isText, orEmpty } from '../platform/value-checks.js';
import type { StoredFile } from '../profile/store/store-archive.js';
import { isRunId } from '../settings/run-id.js';
import type { AgentLink, TargetRequest, TargetResponse } from './target.js';

/** The program that answers, as far as a collection needs to know it. */
export interface AgentIdentity {
  readonly run: string;
  readonly pid: number;
  /** Version of covermain. */
  readonly version: string;
  readonly node: string;
  readonly commit: string | null;
}

/** Maximum size of an answer that is no archive. */
const MAX_TEXT_BYTES = 2 ** 24;

/** Returns the identity of each agent. @throws CovermainError `AGENT_FAILED`, `AGENT_REFUSED` */
export async function requestIdentities(
  link: AgentLink,
  signal: AbortSignal,
): Promise<readonly AgentIdentity[]> {
  const responses = await link.request({
    method: 'GET',
    path: '/v1/cover/status',
    limit: MAX_TEXT_BYTES,
    signal,
  });
  return responses.map((response) => {
    const identity: unknown = parseText(requireSuccess(response, '/v1/cover/status'));
    if (!isIdentity(identity)) throw noAgent('its status does not have the expected fields');
    const { run, pid, version, node, commit } = identity;
    return { run, pid, version, node, commit };
  });
}

/**
 * Asks for the archives of a session or of everything, without the metas that the client has.
 *
 * @param path route with its query
 */
export function requestArchives(
  link: AgentLink,
  path: string,
  { have, signal }: Pick<TargetRequest, 'signal'> & { readonly have: readonly string[] },
): Promise<readonly TargetResponse[]> {
  const headers = { accept: 'application/octet-stream', 'content-type': 'application/json' };
  return link.request({ method: 'POST', path, body: JSON.stringify({ have }), headers, signal });
}

/** Number of files in a request, so that its body is smaller than what agents accept. */
const MAX_FILES = 4_000;

/** Tells agents which files were stored, so that each process starts a new epoch. @throws as `requestIdentities` */
export async function acknowledge(
  link: AgentLink,
  files: readonly Pick<StoredFile, 'name' | 'end'>[],
  signal: AbortSignal,
): Promise<void> {
  for (let start = 0; start < files.length; start += MAX_FILES) {
    const some = files.slice(start, start + MAX_FILES).map(({ name, end }) => ({ name, end }));
    const responses = await link.request({
      method: 'POST',
      path: '/v1/cover/collected',
      body: JSON.stringify({ files: some }),
      headers: { 'content-type': 'application/json' },
      limit: MAX_TEXT_BYTES,
      signal,
    });
    for (const response of responses) requireSuccess(response, '/v1/cover/collected');
  }
}

/** Maximum length of an agent's reason. */
const MAX_REASON = 500;

/**
 * Returns the body of a successful response.
 *
 * @param path of the request, for the error
 * @throws CovermainError `AGENT_REFUSED` if the client caused the failure, otherwise `AGENT_FAILED`
 */
export function requireSuccess({ status, body }: TargetResponse, path: string): Buffer {
  if (status === 200) return body;
  const reason = body.toString('utf8', 0, MAX_REASON).trim();
  const answer = `The agent answered ${status} to ${path}${reason === '' ? '' : `: ${reason}`}`;
  const isRefused = status >= 400 && status < 500;
  const remedy = status === 401 ? ' Name a file with its token: --token-file.' : '';
  throw new CovermainError(isRefused ? 'AGENT_REFUSED' : 'AGENT_FAILED', answer + remedy);
}

function parseText(body: Buffer): unknown {
  try {
    return parseJson(body.toString());
  } catch {
    throw noAgent('its status is not JSON');
  }
}

function noAgent(reason: string): CovermainError {
  return new CovermainError(
    'AGENT_REFUSED',
    `No agent of covermain answers there: ${reason}. Check the address and the port.`,
  );
}

function isIdentity(value: unknown): value is AgentIdentity {
  return hasFields(value, {
    run: isRunId,
    pid: isPid,
    version: isShortText,
    node: isShortText,
    commit: orEmpty(isShortText, null),
  });
}

function isShortText(value: unknown): boolean {
  return isText(value) && String(value).length <= 256;
}
