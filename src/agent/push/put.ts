/** Sends one PUT request. Uses its own connections: what the app does to `node:http` in its threads has no effect here. */
import type { Agent, ClientRequest, IncomingMessage, RequestOptions } from 'node:http';
import type { PushTarget } from './push-target.js';

export interface PutRequest {
  readonly target: PushTarget;
  /** Bearer token; `null` sends no such header, because presigned URLs refuse one. */
  readonly token: string | null;
  readonly body: Uint8Array;
  /** Milliseconds until the connection must be established. */
  readonly connectTimeout: number;
  /** Aborts the request. The promise is then rejected with the signal's reason. */
  readonly signal: AbortSignal;
}

export interface PutResponse {
  readonly status: number;
  /** Value of the header `Retry-After`. */
  readonly retryAfter: string | undefined;
  /** Whether the server adds up profiles and keeps metas. An object store replaces what was pushed before. */
  readonly keepsMetas: boolean;
  /** Error code of an object store, such as `SignatureDoesNotMatch`. */
  readonly code: string | undefined;
}

/** Maximum bytes that are read of a response. */
const MAX_RESPONSE = 16_384;

export interface HttpClient {
  /** @throws the error of the connection, or the reason of the signal */
  put(request: PutRequest): Promise<PutResponse>;
}

/** Opens a client that loads Node's modules at the first request. It keeps one connection for the next request. */
export function openHttpClient(): HttpClient {
  let agent: Agent | undefined;
  let last: IncomingMessage | undefined;
  return {
    async put({ target, token, body, connectTimeout, signal }) {
      const { isSecure, host, port, path } = target;
      const http = isSecure ? await import('node:https') : await import('node:http');
      agent ??= new http.Agent({ keepAlive: true, maxSockets: 1 });
      signal.throwIfAborted();
      // A response that never ends would keep the connection.
      if (last?.complete === false) last.destroy();
      const options: RequestOptions = {
        method: 'PUT',
        host,
        port,
        path,
        agent,
        headers: {
          'Content-Length': body.byteLength,
          'User-Agent': 'covermain',
          ...(token === null ? {} : { Authorization: `Bearer ${token}` }),
          // Azure requires it, and it is no part of the signature of its URLs.
          ...(/\.blob\.core\.\w/.test(host) ? { 'x-ms-blob-type': 'BlockBlob' } : {}),
        },
        signal,
      };
      const request = http.request(options);
      request.on('response', (response) => {
        last = response;
      });
      return exchange(request, body, { isSecure, connectTimeout });
    },
  };
}

function exchange(
  request: ClientRequest,
  body: Uint8Array,
  { isSecure, connectTimeout }: { readonly isSecure: boolean; readonly connectTimeout: number },
): Promise<PutResponse> {
  return new Promise((resolve, reject) => {
    const fail = () => request.destroy(new Error(`no connection within ${connectTimeout} ms`));
    const timer = setTimeout(fail, connectTimeout);
    request.on('socket', (socket) => {
      const isConnected = !socket.connecting && request.reusedSocket;
      if (isConnected) clearTimeout(timer);
      else socket.once(isSecure ? 'secureConnect' : 'connect', () => clearTimeout(timer));
    });
    let hasResponse = false;
    request.on('response', (response) => {
      hasResponse = true;
      clearTimeout(timer);
      void readResponse(response).then(resolve);
    });
    // Without this listener, Node would close the connection without an error.
    request.on('upgrade', (response, socket) => {
      socket.destroy();
      resolve(describeResponse(response, ''));
    });
    request.on('error', reject);
    request.on('close', () => {
      clearTimeout(timer);
      if (!hasResponse) reject(new Error('the server closed the connection'));
    });
    request.end(body);
  });
}

/** Reads a response, or as much of it as arrives. The status alone decides. */
async function readResponse(response: IncomingMessage): Promise<PutResponse> {
  const { statusCode: status = 0 } = response;
  const isSuccess = status >= 200 && status < 300;
  return describeResponse(response, isSuccess ? drain(response) : await readText(response));
}

function describeResponse({ statusCode: status = 0, headers }: IncomingMessage, text: string): PutResponse {
  return {
    status,
    retryAfter: headers['retry-after'],
    keepsMetas: headers['covermain-metas'] === 'keep',
    code: /<Code>([A-Za-z]{1,64})<\/Code>/.exec(text)?.[1],
  };
}

/** Lets the connection be used again, without waiting for the rest of a response. */
function drain(response: IncomingMessage): string {
  let size = 0;
  response.on('error', () => {}); // the status has arrived
  response.on('data', (chunk: Buffer) => {
    size += chunk.length;
    if (size > MAX_RESPONSE) response.destroy();
  });
  return '';
}

async function readText(response: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  try {
    for await (const chunk of response as AsyncIterable<Buffer>) {
      chunks.push(chunk);
      size += chunk.length;
      if (size > MAX_RESPONSE) break;
    }
  } catch {
    // The connection broke after the status. What has arrived may contain the code.
  }
  return Buffer.concat(chunks).toString('latin1');
}
