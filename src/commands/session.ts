/** `covermain session`: profiles of their own for parts of a run, such as one test of many. */

import { pluralize } from '../platform/plural-forms.js';
import type { Session } from '../profile/model/dump.js';
import { type AgentOptions, askRuns, printAnswers, requireAgents } from './ask-agents.js';
import { printDumps } from './dump.js';

/** A session as its run has it. */
export interface RunSession extends Session {
  readonly run: string;
  /** The processes in which it is open. */
  readonly processes: number;
}

const ROUTE = '/v1/cover/session';

/**
 * With `--json` an array with the session of each run.
 *
 * @returns the exit code
 * @throws CovermainError `AGENT_NOT_FOUND`, `AGENT_FAILED`
 */
export async function startSessionCommand(options: AgentOptions, name: string): Promise<number> {
  const { answers, failures } = await askRuns<{ readonly sessions: readonly Session[] }>(options, {
    method: 'POST',
    path: `${ROUTE}/start?name=${encodeURIComponent(name)}`,
  });
  const sessions = answers.flatMap(({ run, body }) => body.sessions.map((session) => ({ run, ...session })));
  const started = sumUp(sessions.filter((session) => session.name === name));
  printAnswers(
    options,
    started,
    ({ processes }) => `${name} is open in ${pluralize(processes, 'process')}`,
    failures,
  );
  return 0;
}

/**
 * Prints the profiles of the session; with `--json` an array of `Dump`, each with its `run`.
 *
 * @returns the exit code
 * @throws CovermainError `AGENT_NOT_FOUND`, `AGENT_FAILED`
 */
export async function endSessionCommand(options: AgentOptions, name: string): Promise<number> {
  await printDumps(options, `${ROUTE}/end?name=${encodeURIComponent(name)}`);
  return 0;
}

/**
 * With `--json` an array of `RunSession`.
 *
 * @returns the exit code
 * @throws CovermainError `AGENT_NOT_FOUND`
 */
export async function listSessionsCommand(options: AgentOptions): Promise<number> {
  const agents = await requireAgents(options);
  const sessions = sumUp(
    agents.flatMap(({ status: { run, sessions } }) => sessions.map((session) => ({ run, ...session }))),
  );
  if (!options.json && sessions.length === 0) options.print('no session is open');
  else printAnswers(options, sessions, describeSession);
  return 0;
}

function describeSession({ name, start, run, processes }: RunSession): string {
  return `${name}: since ${start}, in ${pluralize(processes, 'process')} of ${run}`;
}

/** Each session of a run once, since its first process has it. */
function sumUp(sessions: readonly (Session & { readonly run: string })[]): readonly RunSession[] {
  const isSame = (a: Session & { readonly run: string }, b: Session & { readonly run: string }) =>
    a.name === b.name && a.run === b.run;
  return sessions
    .filter((session, index) => sessions.findIndex((other) => isSame(session, other)) === index)
    .map((session) => {
      const all = sessions.filter((other) => isSame(session, other));
      const [start = session.start] = all.map((one) => one.start).sort();
      return { run: session.run, name: session.name, start, processes: all.length };
    });
}
