/** Reads the body of a request. */
import type { IncomingMessage } from 'node:http';
import { HttpError } from './errors.js';

/** Bytes. */
const MAX_SIZE = 64 * 1024;

/** @throws HttpError 413 if the body is too large, 400 if it is not a JSON object */
export async function readJson(request: IncomingMessage): Promise<Readonly<Record<string, unknown>>> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request) {
    size += (chunk as Buffer).length;
    if (size > MAX_SIZE) throw new HttpError(413, `the body is larger than ${MAX_SIZE} bytes`);
    chunks.push(chunk as Buffer);
  }
  try {
    const value: unknown = JSON.parse(Buffer.concat(chunks).toString('utf8'));
    if (typeof value === 'object' && value !== null) return value as Readonly<Record<string, unknown>>;
  } catch (error) {
    throw new HttpError(400, `the body is not JSON: ${error}`);
  }
  throw new HttpError(400, 'the body is JSON but not an object');
}
