/** Agents that are reached by a URL. */
import { request as requestHttp } from 'node:http';
import { request as requestHttps } from 'node:https';
import { createChunkBuffer } from '../platform/chunk-buffer.js';
import { connectionReasonOf } from '../platform/connection-reason.js';
import { CovermainError, SettingError } from '../platform/errors.js';
import {
  type AgentLink,
  type CollectTarget,
  MAX_RESPONSE_BYTES,
  type TargetRequest,
  type TargetResponse,
} from './target.js';

/**
 * Returns the target of a URL.
 *
 * @param text such as `http://127.0.0.1:7777` or `host:7777`; a path is kept, as for an agent behind a proxy
 * @param token bearer token; `null` for none
 * @throws SettingError for text that is no such URL
 */
export function targetOfUrl(text: string, token: string | null): CollectTarget {
  const url = parseAgentUrl(text);
  return {
    id: url.href.replace(/\/$/, ''),
    pod: null,
    container: null,
    uid: null,
    restarts: null,
    open: async () => openHttpLink(url, token),
  };
}

/** Opens a link to an agent. It opens one connection for each request. @param url whose path is that of the agent */
export function openHttpLink(url: URL, token: string | null): AgentLink {
  return {
    request: async (request) => [await sendRequest(url, token, request)],
    close: async () => {},
  };
}

function parseAgentUrl(text: string): URL {
  const refused = () =>
    new SettingError({
      name: 'URL',
      given: text,
      accepted: 'the URL of an agent without user, query and fragment',
      example: 'http://127.0.0.1:7777',
      assignment: 'covermain collect agent http://127.0.0.1:7777',
    });
  // `host:7777` would be a URL with the scheme `host:`.
  const full = /^[a-z][a-z\d+.-]*:\/\//i.test(text) ? text : `http://${text}`;
  if (!URL.canParse(full)) throw refused();
  const url = new URL(full);
  const isPlain = `${url.username}${url.password}${url.search}${url.hash}` === '';
  if (!isPlain || !['http:', 'https:'].includes(url.protocol)) throw refused();
  return url;
}

/** @throws CovermainError `AGENT_FAILED` */
function sendRequest(url: URL, token: string | null, options: TargetRequest): Promise<TargetResponse> {
  const { method, path, body, headers, limit = MAX_RESPONSE_BYTES, signal } = options;
  const send = url.protocol === 'https:' ? requestHttps : requestHttp;
  const full = new URL(url.pathname.replace(/\/$/, '') + path, url);
  return new Promise((resolve, reject) => {
    const fail = (error: unknown) => reject(signal.aborted ? signal.reason : unreachable(url, error));
    const outgoing = send(full, {
      method,
      headers: { ...headers, ...(token === null ? {} : { authorization: `Bearer ${token}` }) },
      // One connection for one request: none stays open, however many agents there are.
      agent: false,
      signal,
    });
    outgoing.on('error', fail);
    outgoing.once('response', (response) => {
      const received = createChunkBuffer();
      response.on('data', (chunk: Buffer) => {
        if (received.size() + chunk.length <= limit) received.add(chunk);
        else outgoing.destroy(new Error(`its answer is larger than ${limit} bytes`));
      });
      // Without this, a connection that breaks in the middle of the answer would be no error.
      response.on('error', fail);
      response.once('end', () => {
        if (response.complete) resolve({ status: response.statusCode ?? 0, body: received.bytes() });
        else fail(new Error('the answer is incomplete'));
      });
    });
    outgoing.end(body);
  });
}

function unreachable(url: URL, error: unknown): CovermainError {
  return new CovermainError(
    'AGENT_FAILED',
    `Cannot read from ${url.origin}: ${connectionReasonOf(error)}. Check that the program is running, and that its agent listens there ` +
      '(COVERAGE_HTTP_PORT).',
    { cause: error },
  );
}
