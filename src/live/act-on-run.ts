/** Sends actions to a run: to one of its agents, which acts for all processes. */
import {
  type AnswerCheck,
  isDumpsAnswer,
  isSessionsAnswer,
  isStopAnswer,
  parseAnswer,
} from '../agent/peers/agent-answers.js';
import { hasAgentEnded, requestAgent } from '../agent/peers/agent-client.js';
import { CovermainError, messageOf } from '../platform/errors.js';
import { pluralize } from '../platform/plural-forms.js';
import type { Dump } from '../profile/model/dump.js';
import { type EndedSession, formatSessionSummary, summarizeSession } from '../report/summarize-session.js';
import type { ActionResult, RunAction } from '../view/messages.js';
import type { LiveProcess } from './live-processes.js';

/** Milliseconds. A process may have much to write, on a busy machine. */
const TIMEOUT = 60_000;

const ROUTES = '/v1/cover';

/** An action of the run's agents. */
export type AgentAction = Exclude<RunAction, { readonly kind: 'mark' }>;

/**
 * Acts on all processes of a run.
 *
 * @param directory absolute path of the profile directory; `undefined` if it is unknown
 * @throws CovermainError `AGENT_NOT_FOUND`, `AGENT_REFUSED`, `AGENT_FAILED`
 */
export async function actOnRun(
  action: AgentAction,
  processes: readonly LiveProcess[],
  directory: string | undefined,
): Promise<ActionResult> {
  const post = <Body>(path: string, isBody: AnswerCheck<Body>) => askFirst(processes, path, isBody);
  switch (action.kind) {
    case 'start session': {
      const { sessions } = await post(sessionPath('start', action.name), isSessionsAnswer);
      const size = sessions.filter(({ name }) => name === action.name).length;
      return { message: `The session ${action.name} is open in ${pluralize(size, 'process')}.` };
    }
    case 'end session': {
      const { dumps } = await post(sessionPath('end', action.name), isDumpsAnswer);
      const { name } = action;
      const { run } = processes[0]?.status ?? {};
      const ended =
        run === undefined || directory === undefined ? undefined : { run, name, directory, dumps };
      return { message: `The session ${name} has ended${describeSession(ended, dumps)}` };
    }
    case 'reset': {
      const { dumps } = await post('/reset', isDumpsAnswer);
      return { message: `Counting starts again at 0. ${describeDumps(dumps)}` };
    }
    case 'dump': {
      const { dumps } = await post('/dump', isDumpsAnswer);
      return { message: describeDumps(dumps) };
    }
    case 'stop': {
      const { pids } = await post('/stop', isStopAnswer);
      return { message: `${pluralize(pids.length, 'process')} asked to end.` };
    }
    default:
      return action satisfies never;
  }
}

function sessionPath(act: 'start' | 'end', name: string): string {
  return `/session/${act}?name=${encodeURIComponent(name)}`;
}

/** Returns the end of a sentence, and further ones. */
function describeSession(session: EndedSession | undefined, dumps: readonly Dump[]): string {
  const summary = session && summarizeSession(session);
  return summary ? `: ${formatSessionSummary(summary)}.` : `. ${describeDumps(dumps)}`;
}

function describeDumps(dumps: readonly Dump[]): string {
  const written = dumps.filter(({ path }) => path !== null).length;
  const kept = dumps.filter(({ path, counts }) => path === null && counts.hit > 0).length;
  const failure = kept > 0 ? ` ${pluralize(kept, 'profile')} could not be written and stay in memory.` : '';
  if (written === 0) return `Nothing ran, so nothing was written.${failure}`;
  return `${pluralize(written, 'profile')} written.${failure}`;
}

async function askFirst<Body>(
  processes: readonly LiveProcess[],
  path: string,
  isBody: AnswerCheck<Body>,
): Promise<Body> {
  for (const { socket, pid } of processes) {
    try {
      const { status, body } = await requestAgent(socket, {
        method: 'POST',
        path: ROUTES + path,
        timeout: TIMEOUT,
      });
      const text = body.toString().trim();
      if (status >= 400 && status < 500 && text) throw new CovermainError('AGENT_REFUSED', text);
      if (status >= 400) throw new Error(text || `it answered with status ${status}`);
      return parseAnswer(text, isBody);
    } catch (error) {
      if (hasAgentEnded(error)) continue; // The next process may answer.
      if (error instanceof CovermainError) throw error;
      throw new CovermainError('AGENT_FAILED', `Process ${pid} failed: ${messageOf(error)}`, {
        cause: error,
      });
    }
  }
  throw new CovermainError(
    'AGENT_NOT_FOUND',
    'No process of the run answers: it has ended, or has not started yet.',
  );
}
