/** Acts on a run for the readers of its model. Afterwards, the model shows all that has run before. */
import { CovermainError } from '../platform/errors.js';
import type { ActionResult, RunAction } from '../view/messages.js';
import { type AgentAction, actOnRun } from './act-on-run.js';
import { type ReadNowOptions, readNow } from './read-now.js';
import type { RunMarks } from './run-marks.js';

export interface LiveActionsOptions extends ReadNowOptions {
  readonly marks: RunMarks;
  readonly hasEnded: () => boolean;
  /** Returns the absolute path of the profile directory; `undefined` if it is unknown. */
  readonly directory: () => string | undefined;
  /** Reads the sessions, and tells the readers what has changed. */
  readonly onDone: () => Promise<void>;
}

/** Returns a function that acts on the run. It throws as `actOnRun`. */
export function createLiveActions(options: LiveActionsOptions): (action: RunAction) => Promise<ActionResult> {
  const { marks, hasEnded, directory, onDone } = options;
  const mark = async (): Promise<ActionResult> => {
    const silent = hasEnded() ? [] : await readNow(options);
    const number = marks.set();
    await onDone();
    return { message: describeMark(number, silent), mark: number };
  };
  const act = async (action: AgentAction): Promise<ActionResult> => {
    if (hasEnded())
      throw new CovermainError('AGENT_NOT_FOUND', 'The run has ended, so nothing can be asked of it.');
    const result = await actOnRun(action, options.processes.list(), directory());
    if (action.kind !== 'stop') await readNow(options);
    await onDone();
    return result;
  };
  return (action) => (action.kind === 'mark' ? mark() : act(action));
}

function describeMark(mark: number, silent: readonly number[]): string {
  if (silent.length === 0) return `Mark ${mark} is set. Its view shows only what runs from now on.`;
  const processes = silent.length === 1 ? 'Process' : 'Processes';
  return `Mark ${mark} is set. ${processes} ${silent.join(', ')} did not answer, so its view may show hits from before.`;
}
