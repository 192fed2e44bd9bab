/** Turns errors into responses: the status shows whose fault it was, and the text how to solve it. */
import type { Hono } from 'hono';
import { HTTPException } from 'hono/http-exception';
import type { ContentfulStatusCode } from 'hono/utils/http-status';
import { CovermainError, type ErrorCode, messageOf } from '../../platform/errors.js';
import { toTerminalLine } from '../../platform/escape-terminal.js';
import { type HttpEnv, text } from './context.js';
import { hideInternalPaths } from './public-view.js';

/** HTTP status of client errors. All other errors are failures of the agent: 500. */
const STATUS: Partial<Readonly<Record<ErrorCode, ContentfulStatusCode>>> = {
  SESSION_NAME: 400,
  SESSION_UNKNOWN: 404,
  SESSION_RUNNING: 409,
  SESSION_LIMIT: 429,
  PATTERN_INVALID: 400,
};

/** Adds the error handlers. @param onFailure receives unexpected errors */
export function answerFailures(app: Hono<HttpEnv>, onFailure: (error: unknown) => void): void {
  app.onError((error, c) => {
    if (!(error instanceof CovermainError || error instanceof HTTPException)) onFailure(error);
    const status = statusOf(error);
    const lines = error instanceof CovermainError ? error.lines : [error.message];
    const shown = status < 500 ? lines : hideInternalPaths(c, lines, () => onFailure(error));
    // Clients such as curl print the text on a terminal.
    return text(c, `${shown.map(toTerminalLine).join('\n')}\n`, status);
  });
  // Hono's onError handles only instances of Error: other thrown values would leave the app.
  app.use(async (_, next) => {
    try {
      await next();
    } catch (thrown) {
      onFailure(thrown);
      throw new CovermainError('AGENT_FAILED', messageOf(thrown), { cause: thrown });
    }
  });
}

function statusOf(error: Error): ContentfulStatusCode {
  if (error instanceof HTTPException) return error.status;
  return (error instanceof CovermainError ? STATUS[error.code] : undefined) ?? 500;
}
