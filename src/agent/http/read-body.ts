/** Reads the body of every request, up to a limit, before anything is done: an upload cut short changes nothing. */
import type { MiddlewareHandler } from 'hono';
import { HTTPException } from 'hono/http-exception';
import { messageOf } from '../../platform/errors.js';
import type { HttpEnv } from './context.js';

/** Bytes. */
const LIMIT = 2 ** 20;

/**
 * `hono/body-limit` makes a new `Request` of chunked bodies, which needs node-server to replace the global one; and it
 * believes the header of the others.
 */
export const readBody: MiddlewareHandler<HttpEnv> = async (c, next) => {
  // Said before anything is read, so that the caller need not send it all.
  if (Number(c.req.header('content-length') ?? 0) > LIMIT) throw tooLarge();
  c.set('body', await readUpTo(LIMIT, c.req.raw.body));
  return next();
};

async function readUpTo(limit: number, body: ReadableStream<Uint8Array> | null): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  try {
    for await (const chunk of body ?? []) {
      size += chunk.length;
      if (size > limit) throw tooLarge();
      chunks.push(chunk);
    }
  } catch (error) {
    if (error instanceof HTTPException) throw error;
    // The caller went away, and is no failure of ours.
    throw new HTTPException(400, { message: `the body cannot be read: ${messageOf(error)}`, cause: error });
  }
  return Buffer.concat(chunks);
}

function tooLarge(): HTTPException {
  return new HTTPException(413, { message: `the body is larger than ${LIMIT} bytes` });
}
