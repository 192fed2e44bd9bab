/** Sends HTTP requests to a forwarded port. */
import { request as openRequest } from 'node:http';
import { MAX_RESPONSE_BYTES, type TargetRequest, type TargetResponse } from '../target.js';

/**
 * Sends a request to a port on 127.0.0.1 and returns the complete response.
 *
 * @param token bearer token, or `null`
 * @throws Node's error if there is no complete response; the reason of the signal
 */
export function requestForwarded(
  port: number,
  token: string | null,
  { method, path, body, headers, limit = MAX_RESPONSE_BYTES, signal }: TargetRequest,
): Promise<TargetResponse> {
  return new Promise((resolve, reject) => {
    const authorization = token === null ? {} : { authorization: `Bearer ${token}` };
    const outgoing = openRequest({
      host: '127.0.0.1',
      port,
      method,
      path,
      headers: { ...authorization, ...headers },
      agent: false, // kubectl forwards each connection by itself
      signal,
    });
    outgoing.on('error', (error) => reject(signal.aborted ? signal.reason : error));
    outgoing.once('response', (response) => {
      const chunks: Buffer[] = [];
      let size = 0;
      response.on('data', (chunk: Buffer) => {
        size += chunk.length;
        if (size > limit) outgoing.destroy(new Error(`the response is larger than ${limit} bytes`));
        else chunks.push(chunk);
      });
      response.on('error', (error) => reject(signal.aborted ? signal.reason : error));
      response.once('end', () => resolve({ status: response.statusCode ?? 0, body: Buffer.concat(chunks) }));
    });
    outgoing.end(body);
  });
}
