/** Reads what a client sends. */
import type { IncomingMessage } from 'node:http';
import { HttpError } from './errors.js';

/** Bytes. */
const LARGEST = 64 * 1024;

/** @throws HttpError 413 for a body that is too large, 400 for one that is no JSON object */
export async function readJson(request: IncomingMessage): Promise<Readonly<Record<string, unknown>>> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request) {
    size += (chunk as Buffer).length;
    if (size > LARGEST) throw new HttpError(413, `a body may have ${LARGEST} bytes`);
    chunks.push(chunk as Buffer);
  }
  try {
    const value: unknown = JSON.parse(Buffer.concat(chunks).toString('utf8'));
    if (typeof value === 'object' && value !== null) return value as Readonly<Record<string, unknown>>;
  } catch (error) {
    throw new HttpError(400, `the body is no JSON: ${error}`);
  }
  throw new HttpError(400, 'the body is JSON, but no object');
}
