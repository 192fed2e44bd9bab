/** What went wrong, as an answer: the status says whose fault it was, the text what to do about it. */
import type { Hono } from 'hono';
import { HTTPException } from 'hono/http-exception';
import type { ContentfulStatusCode } from 'hono/utils/http-status';
import { CovermainError, type ErrorCode, messageOf } from '../../platform/errors.js';
import { type HttpEnv, text } from './context.js';

/** Mistakes of the caller. All other codes are ours: 500. */
const STATUS: Partial<Readonly<Record<ErrorCode, ContentfulStatusCode>>> = {
  SESSION_NAME: 400,
  SESSION_UNKNOWN: 404,
  SESSION_RUNNING: 409,
  PATTERN_INVALID: 400,
};

/** @param sayFailure is given what no handler expected */
export function answerFailures(app: Hono<HttpEnv>, sayFailure: (error: unknown) => void): void {
  app.onError((error, c) => {
    if (!(error instanceof CovermainError || error instanceof HTTPException)) sayFailure(error);
    return text(c, `${error.message}\n`, statusOf(error));
  });
  // Hono hands errors on, and lets whatever else is thrown leave the app.
  app.use(async (_, next) => {
    try {
      await next();
    } catch (thrown) {
      sayFailure(thrown);
      throw new CovermainError('AGENT_FAILED', messageOf(thrown), { cause: thrown });
    }
  });
}

function statusOf(error: Error): ContentfulStatusCode {
  if (error instanceof HTTPException) return error.status;
  return (error instanceof CovermainError ? STATUS[error.code] : undefined) ?? 500;
}
