/** Reads the scope of a request: `?process=self` is this process only; without it, all processes of the run. */
import { HTTPException } from 'hono/http-exception';
import { quoteText } from '../../platform/escape-terminal.js';
import type { ActionScope } from '../actions/agent-actions.js';
import type { HttpContext } from './context.js';

/** Returns the scope. @throws HTTPException 400 for any other value of `process` */
export function scopeOf(c: HttpContext): ActionScope {
  const values = c.req.queries('process') ?? [];
  const wrong = values.find((value) => value !== 'self');
  if (wrong !== undefined) {
    const message =
      `Invalid process=${quoteText(wrong)}: expected process=self for this process only, ` +
      'or no parameter for all processes of its run.';
    throw new HTTPException(400, { message });
  }
  return values.length > 0 ? 'self' : 'run';
}
