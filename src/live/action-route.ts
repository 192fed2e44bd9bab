/** Answers `POST /api/act`: an action in JSON, such as `{"kind": "reset"}`. */
import type { ContentfulStatusCode } from 'hono/utils/http-status';
import type { HttpContext } from '../agent/http/context.js';
import { createRefusal, parseJsonBody } from '../agent/http/request-values.js';
import { CovermainError, type ErrorCode } from '../platform/errors.js';
import { isJsonObject } from '../platform/is-object.js';
import { isSessionName } from '../profile/store/session-directories.js';
import type { RunAction } from '../view/messages.js';
import type { RunModel } from './run-model.js';

const refuse = createRefusal('Expected an action, such as {"kind": "reset"}');

const STATUS: Partial<Readonly<Record<ErrorCode, ContentfulStatusCode>>> = {
  AGENT_NOT_FOUND: 409,
  AGENT_REFUSED: 409,
};

/** @throws HTTPException 400 for a body that is no action */
export async function answerAction(c: HttpContext, model: RunModel): Promise<Response> {
  const action = toAction(parseJsonBody(c.get('body'), refuse));
  if (!action) throw refuse('the body is no known action');
  if ('name' in action && !isSessionName(action.name)) {
    const error = 'Invalid session name: it is empty or too long. Choose a name such as login.';
    return c.json({ error }, 400);
  }
  try {
    return c.json(await model.act(action));
  } catch (error) {
    if (!(error instanceof CovermainError)) throw error;
    return c.json({ error: error.lines.join('\n') }, STATUS[error.code] ?? 500);
  }
}

function toAction(value: unknown): RunAction | undefined {
  if (!isJsonObject(value)) return undefined;
  const { kind, name } = value;
  switch (kind) {
    case 'start session':
    case 'end session':
      return typeof name === 'string' ? { kind, name } : undefined;
    case 'reset':
    case 'dump':
    case 'stop':
    case 'mark':
      return { kind };
    default:
      return undefined;
  }
}
