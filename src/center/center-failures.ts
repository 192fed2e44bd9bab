/** Turns errors of a center into responses. */
import type { Hono } from 'hono';
import { HTTPException } from 'hono/http-exception';
import type { ContentfulStatusCode } from 'hono/utils/http-status';
import { type HttpEnv, text } from '../agent/http/context.js';
import { CovermainError, type ErrorCode } from '../platform/errors.js';
import { toTerminalLine } from '../platform/escape-terminal.js';
import { isOutOfSpace } from './store/out-of-space.js';

/** HTTP status of errors. All others are failures of the center: 500. */
const CENTER_STATUS: Partial<Readonly<Record<ErrorCode, ContentfulStatusCode>>> = {
  PUSH_REFUSED: 400,
  PROFILE_CORRUPT: 400,
  PROFILE_VERSION: 400,
  META_MISSING: 409,
  PATTERN_INVALID: 400,
};

/** Adds the error handler. @param onFailure receives failures of the center itself */
export function answerCenterFailures(app: Hono<HttpEnv>, onFailure: (error: unknown) => void): void {
  app.onError((error, c) => {
    const status = statusOfFailure(error);
    if (status === 500 || status === 507) onFailure(error);
    return text(c, `${toTerminalLine(describeFailureOf(error, status))}\n`, status, retryHeaderOf(status));
  });
}

function statusOfFailure(error: Error): ContentfulStatusCode {
  if (error instanceof HTTPException) return error.status;
  if (isOutOfSpace(error)) return 507;
  return (error instanceof CovermainError ? CENTER_STATUS[error.code] : undefined) ?? 500;
}

/** Messages about the center's own files name its directories, so clients do not get them. */
function describeFailureOf(error: Error, status: number): string {
  if (status === 507) return 'The disk of the center is full. Nothing was stored. Send it again later.';
  if (status === 500) return 'The center failed, and its log has the reason. Send it again later.';
  return error.message;
}

function retryHeaderOf(status: number): Readonly<Record<string, string>> {
  return status === 503 ? { 'Retry-After': '1' } : {};
}
