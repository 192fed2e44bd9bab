/** `?process=self`: this process alone; without it, every process of the run. */
import { HTTPException } from 'hono/http-exception';
import type { ActionScope } from '../actions/agent-actions.js';
import type { HttpContext } from './context.js';

/** @throws HTTPException 400 for any other value */
export function scopeOf(c: HttpContext): ActionScope {
  const values = c.req.queries('process') ?? [];
  const wrong = values.find((value) => value !== 'self');
  if (wrong !== undefined) {
    const message =
      `process=${JSON.stringify(wrong)} is not accepted: expected process=self for this process alone, ` +
      'or nothing for all processes of its run';
    throw new HTTPException(400, { message });
  }
  return values.length > 0 ? 'self' : 'run';
}
