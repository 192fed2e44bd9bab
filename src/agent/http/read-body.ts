/** Reads the body of every request before it is handled, up to a limit, so that an incomplete upload changes nothing. */
import type { MiddlewareHandler } from 'hono';
import { HTTPException } from 'hono/http-exception';
import { messageOf } from '../../platform/errors.js';
import type { HttpEnv } from './context.js';

/** Maximum size of a body in bytes. */
const LIMIT = 2 ** 20;

/**
 * Middleware that reads the body. `hono/body-limit` cannot be used: for chunked bodies it creates a new `Request`, for
 * which node-server would have to replace the global one, and for others it trusts the header.
 */
export const readBody: MiddlewareHandler<HttpEnv> = async (c, next) => {
  // Before anything is read, so that the client does not have to send it all.
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
    // The client disconnected, which is not a failure of the agent.
    throw new HTTPException(400, {
      message: `Cannot read the request body: ${messageOf(error)}`,
      cause: error,
    });
  }
  return Buffer.concat(chunks);
}

function tooLarge(): HTTPException {
  return new HTTPException(413, { message: `The request body is larger than ${LIMIT} bytes.` });
}
