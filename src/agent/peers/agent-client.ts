/** Speaks HTTP to an agent through its private socket. */
import type { IncomingHttpHeaders, IncomingMessage } from 'node:http';
import { connect } from 'node:net';
import { CovermainError } from '../../platform/errors.js';
import { parseEvents } from './event-stream.js';

// Imported as a module it would bring its WebSocket, and all of undici for that: 40 ms on Node 22 and later.
const { request } = process.getBuiltinModule('node:http');

export interface AgentRequest {
  readonly method: string;
  /** With its query. */
  readonly path: string;
  readonly body?: string | Uint8Array;
  readonly headers?: Readonly<Record<string, string>>;
  /** Milliseconds until the whole answer has to be there; the error then has the code `ETIMEDOUT`. @default no limit */
  readonly timeout?: number;
}

export interface AgentResponse {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
}

/** Rejects with Node's error where no whole answer comes: see `isSocketAbandoned` and `hasAgentEnded`. */
export function requestAgent(socketPath: string, question: AgentRequest): Promise<AgentResponse> {
  const { method, path, body, headers, timeout } = question;
  return new Promise((resolve, reject) => {
    // One connection for one question: none is left that could keep this process, or that one, from ending.
    const asked = request({ socketPath, method, path, headers: { ...headers }, agent: false });
    const limit =
      timeout === undefined ? undefined : setTimeout(() => asked.destroy(overdue(timeout)), timeout);
    const fail = (error: Error) => {
      clearTimeout(limit);
      reject(error);
    };
    asked.on('error', fail);
    asked.once('response', (response) => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('error', fail);
      response.once('end', () => {
        clearTimeout(limit);
        resolve({ ...headOf(response), body: Buffer.concat(chunks) });
      });
    });
    asked.end(body);
  });
}

/**
 * The data of each event that an agent sends, until it ends the stream or the signal is aborted.
 *
 * @throws CovermainError `AGENT_FAILED` where it answers with an error, or tells of one later; else Node's error, as of
 * `ask`
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
      throw new CovermainError('AGENT_FAILED', (await response.toArray()).join('').trim());
    }
    for await (const { name, data } of parseEvents(response)) {
      if (name === FAILURE) throw failureOf(data);
      yield data;
    }
  } catch (error) {
    if (!signal.aborted) throw error;
  }
}

/** The event by which an agent tells what went wrong after it has begun to answer. */
const FAILURE = 'failure';

function failureOf(data: string): CovermainError {
  const { message } = JSON.parse(data) as { readonly message: string };
  return new CovermainError('AGENT_FAILED', message);
}

function openResponse(socketPath: string, path: string, signal: AbortSignal): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    const headers = { accept: 'text/event-stream' };
    const asked = request({ socketPath, path, headers, agent: false, signal });
    // Stays: what befalls the request after its response has begun is told by the response, too.
    asked.on('error', reject);
    asked.once('response', resolve);
    asked.end();
  });
}

/** Whether anybody takes connections at a socket, be they answered or not; rejects with Node's error if that is unknown. */
export function isListening(socketPath: string): Promise<boolean> {
  return new Promise((resolve, reject) => {
    const socket = connect(socketPath, () => {
      socket.destroy();
      resolve(true);
    });
    socket.once('error', (error) => (isSocketAbandoned(error) ? resolve(false) : reject(error)));
  });
}

/** Whether an error tells that nobody listens at a socket any more. */
export function isSocketAbandoned(error: unknown): boolean {
  return ['ECONNREFUSED', 'ENOENT'].includes(codeOf(error));
}

/** Whether an error tells that the agent has ended before, or while, it was spoken to. */
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

function overdue(timeout: number): Error {
  return Object.assign(new Error(`no answer within ${timeout} ms`), { code: 'ETIMEDOUT' });
}
