/** Sends HTTP requests to an agent through its private socket. */
import type { IncomingHttpHeaders, IncomingMessage } from 'node:http';
import { connect } from 'node:net';
import { CovermainError } from '../../platform/errors.js';
import { hasFields, isText } from '../../platform/value-checks.js';
import { parseAnswer } from './agent-answers.js';
import { parseEvents } from './event-stream.js';

// An import would also load the WebSocket of node:http, and with it undici: 40 ms on Node 22 and later.
const { request } = process.getBuiltinModule('node:http');

export interface AgentRequest {
  readonly method: string;
  /** Path with its query. */
  readonly path: string;
  readonly body?: string | Uint8Array;
  readonly headers?: Readonly<Record<string, string>>;
  /** Milliseconds until the response must be complete. A timeout error has the code `ETIMEDOUT`. @default no limit */
  readonly timeout?: number;
  /** Maximum size of the response in bytes. @default 16 MB */
  readonly limit?: number;
}

const RESPONSE_LIMIT = 2 ** 24;

export interface AgentResponse {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
}

/**
 * Sends a request and returns the complete response.
 *
 * @param socketPath absolute path of the private socket
 * @throws Node's error if no complete response arrives: see `isSocketAbandoned` and `hasAgentEnded`
 */
export function requestAgent(socketPath: string, options: AgentRequest): Promise<AgentResponse> {
  const { method, path, body, headers, timeout, limit = RESPONSE_LIMIT } = options;
  return new Promise((resolve, reject) => {
    // `agent: false` opens one connection for one request: no open connection keeps either process alive.
    const outgoing = request({ socketPath, method, path, headers: { ...headers }, agent: false });
    const timer =
      timeout === undefined ? undefined : setTimeout(() => outgoing.destroy(timeoutError(timeout)), timeout);
    const fail = (error: Error) => {
      clearTimeout(timer);
      reject(error);
    };
    outgoing.on('error', fail);
    outgoing.once('response', (response) => {
      const chunks: Buffer[] = [];
      let size = 0;
      response.on('data', (chunk: Buffer) => {
        size += chunk.length;
        if (size > limit) outgoing.destroy(new Error(`its answer is larger than ${limit} bytes`));
        else chunks.push(chunk);
      });
      response.on('error', fail);
      response.once('end', () => {
        clearTimeout(timer);
        resolve({ ...headOf(response), body: Buffer.concat(chunks) });
      });
    });
    outgoing.end(body);
  });
}

/**
 * Yields the data of each event that an agent sends, until the agent ends the stream or the signal is aborted.
 *
 * @throws CovermainError `AGENT_FAILED` if the agent responds with an error or sends a failure event; otherwise Node's
 * error, as `requestAgent` does
 */
export async function* openAgentEvents(
  socketPath: string,
  path: string,
  signal: AbortSignal,
): AsyncIterable<string> {
  if (signal.aborted) return;
  try {
    const response = await openResponse(socketPath, path, signal);
    response.setEncoding('utf8');
    if (headOf(response).status >= 400) {
      throw new CovermainError('AGENT_FAILED', await readMessage(response));
    }
    for await (const { name, data } of parseEvents(response)) {
      if (name === FAILURE_EVENT) throw failureOf(data);
      yield data;
    }
  } catch (error) {
    if (!signal.aborted) throw error;
  }
}

/** Name of the event that reports an error after the response has started. */
const FAILURE_EVENT = 'failure';

function failureOf(data: string): CovermainError {
  return new CovermainError('AGENT_FAILED', parseAnswer(data, isFailure).message);
}

function isFailure(value: unknown): value is { readonly message: string } {
  return hasFields(value, { message: isText });
}

/** Maximum length of an error message. */
const MESSAGE_LIMIT = 2 ** 16;

async function readMessage(response: AsyncIterable<string>): Promise<string> {
  let message = '';
  for await (const chunk of response) {
    message += chunk;
    if (message.length >= MESSAGE_LIMIT) break;
  }
  return message.slice(0, MESSAGE_LIMIT).trim();
}

function openResponse(socketPath: string, path: string, signal: AbortSignal): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    const headers = { accept: 'text/event-stream' };
    const outgoing = request({ socketPath, path, headers, agent: false, signal });
    // The listener stays: without one, an error after the start of the response would be thrown, although the response
    // reports it, too.
    outgoing.on('error', reject);
    outgoing.once('response', resolve);
    outgoing.end();
  });
}

/**
 * Returns whether a process accepts connections on a socket, whether or not it answers requests.
 *
 * @throws Node's error if that cannot be determined
 */
export function isListening(socketPath: string): Promise<boolean> {
  return new Promise((resolve, reject) => {
    const socket = connect(socketPath, () => {
      socket.destroy();
      resolve(true);
    });
    socket.once('error', (error) => (isSocketAbandoned(error) ? resolve(false) : reject(error)));
  });
}

/** Returns whether an error means that no process listens on a socket any more. */
export function isSocketAbandoned(error: unknown): boolean {
  return ['ECONNREFUSED', 'ENOENT'].includes(codeOf(error));
}

/** Returns whether an error means that the agent ended before or during a request. */
export function hasAgentEnded(error: unknown): boolean {
  return isSocketAbandoned(error) || ['ECONNRESET', 'EPIPE'].includes(codeOf(error));
}

/** Returns the path with `process=self` in its query, so that the agent acts for its own process only. */
export function addSelfScope(path: string): string {
  return `${path}${path.includes('?') ? '&' : '?'}process=self`;
}

function codeOf(error: unknown): string {
  return (error as NodeJS.ErrnoException).code ?? '';
}

function headOf(response: IncomingMessage): Pick<AgentResponse, 'status' | 'headers'> {
  return { status: response.statusCode ?? 0, headers: response.headers };
}

function timeoutError(timeout: number): Error {
  return Object.assign(new Error(`no answer within ${timeout} ms`), { code: 'ETIMEDOUT' });
}
