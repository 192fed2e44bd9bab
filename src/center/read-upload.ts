/**
 * Reads the body of an upload from Node's own stream: the web stream of a `Request` takes several times as long, and keeps
 * the body in many small pieces.
 */
import type { IncomingMessage } from 'node:http';
import { HTTPException } from 'hono/http-exception';
import { messageOf } from '../platform/errors.js';
import type { UploadBudget } from './upload-budget.js';

export interface UploadLimits {
  /** Maximum size of one upload in bytes. */
  readonly maxSize: number;
  readonly budget: UploadBudget;
}

/** A complete body. */
export interface Upload {
  /** The body, at the start of a buffer of its own. */
  readonly bytes: Buffer<ArrayBuffer>;
  /** Gives the memory back to the budget. The caller calls it once. */
  readonly release: () => void;
}

/** Maximum number of bytes that are allocated before any of them has arrived: clients on all connections together leave the budget. */
const FIRST_BYTES = 2 ** 15;

/**
 * Reads a body. Memory is taken from the budget before it is allocated, and only as bytes arrive: a client that announces a
 * large body and sends nothing takes little.
 *
 * @throws HTTPException 413 if the body is too large, 503 if other uploads take all the memory, 400 if it is incomplete
 */
export async function readUpload(incoming: IncomingMessage, limits: UploadLimits): Promise<Upload> {
  const { maxSize, budget } = limits;
  const header = incoming.headers['content-length'];
  const announced = header === undefined ? undefined : Number(header);
  if (announced !== undefined && announced > maxSize) throw tooLarge(maxSize);
  const limit = announced ?? maxSize;
  let reserved = 0;
  let bytes = Buffer.allocUnsafeSlow(0);
  const growTo = (capacity: number) => {
    if (!budget.reserve(capacity)) throw noMemory();
    reserved += capacity;
    const larger = Buffer.allocUnsafeSlow(capacity);
    bytes.copy(larger);
    budget.release(bytes.length);
    reserved -= bytes.length;
    bytes = larger;
  };
  let size = 0;
  try {
    growTo(Math.min(limit, FIRST_BYTES));
    await eachChunk(incoming, (chunk) => {
      if (size + chunk.length > maxSize) throw tooLarge(maxSize);
      if (size + chunk.length > bytes.length)
        growTo(Math.min(limit, Math.max(size + chunk.length, 2 * bytes.length)));
      chunk.copy(bytes, size);
      size += chunk.length;
    });
  } catch (error) {
    budget.release(reserved);
    throw error;
  }
  return { bytes: bytes.subarray(0, size), release: () => budget.release(reserved) };
}

/** Calls `onChunk` for each piece of a body. Stops reading when it throws. Event listeners are faster than `for await`. */
function eachChunk(incoming: IncomingMessage, onChunk: (chunk: Buffer) => void): Promise<void> {
  return new Promise((resolve, reject) => {
    const stop = (error: unknown) => {
      incoming.off('data', onData).pause();
      reject(error);
    };
    const onData = (chunk: Buffer) => {
      try {
        onChunk(chunk);
      } catch (error) {
        stop(error);
      }
    };
    incoming.on('data', onData);
    incoming.once('end', resolve);
    incoming.once('error', (error) => stop(incomplete(messageOf(error), error)));
    incoming.once('close', () => {
      if (!incoming.complete) stop(incomplete('the client closed the connection'));
    });
  });
}

function incomplete(reason: string, cause?: unknown): HTTPException {
  return new HTTPException(400, { message: `Cannot read the request body: ${reason}`, cause });
}

function tooLarge(maxSize: number): HTTPException {
  return new HTTPException(413, {
    message: `The request body is larger than ${maxSize} bytes. Start the center with a larger --max-size.`,
  });
}

function noMemory(): HTTPException {
  return new HTTPException(503, {
    message: 'Other uploads take all the memory that is reserved for uploads. Send it again later.',
  });
}
