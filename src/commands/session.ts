/** `covermain session`: separate profiles of parts of a run, such as one test of many. */
import { pluralize } from '../platform/plural-forms.js';
import type { Session } from '../profile/model/dump.js';
import { type AgentOptions, askRuns, printAnswers, requireAgents } from './ask-agents.js';
import type { RunSession, SessionListDocument, SessionStartDocument } from './documents.js';
import { printDumps } from './dump.js';

const ROUTE = '/v1/cover/session';

/**
 * Starts a session in each run. With `--json` it prints a `SessionStartDocument`.
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
  const started: SessionStartDocument = groupSessions(sessions.filter((session) => session.name === name));
  printAnswers(
    options,
    started,
    ({ processes }) => `${name} is open in ${pluralize(processes, 'process')}`,
    failures,
  );
  return 0;
}

/**
 * Ends a session and prints the profiles of it that were written. With `--json` it prints a `SessionEndDocument`.
 *
 * @returns the exit code
 * @throws CovermainError `AGENT_NOT_FOUND`, `AGENT_FAILED`
 */
export async function endSessionCommand(options: AgentOptions, name: string): Promise<number> {
  await printDumps(options, `${ROUTE}/end?name=${encodeURIComponent(name)}`);
  return 0;
}

/**
 * Prints the open sessions. With `--json` it prints a `SessionListDocument`.
 *
 * @returns the exit code
 * @throws CovermainError `AGENT_NOT_FOUND`
 */
export async function listSessionsCommand(options: AgentOptions): Promise<number> {
  const agents = await requireAgents(options);
  const sessions: SessionListDocument = groupSessions(
    agents.flatMap(({ status: { run, sessions } }) => sessions.map((session) => ({ run, ...session }))),
  );
  if (!options.json && sessions.length === 0) options.print('No session is open.');
  else printAnswers(options, sessions, describeSession);
  return 0;
}

function describeSession({ name, start, run, processes }: RunSession): string {
  return `${name}: since ${start}, in ${pluralize(processes, 'process')} of ${run}`;
}

/** A session as one process of a run reports it. */
type ProcessSession = Session & { readonly run: string };

/** Returns each session of a run once, with the start of the process that opened it first. */
function groupSessions(sessions: readonly ProcessSession[]): readonly RunSession[] {
  const isSame = (a: ProcessSession, b: ProcessSession) => a.name === b.name && a.run === b.run;
  return sessions
    .filter((session, index) => sessions.findIndex((other) => isSame(session, other)) === index)
    .map((session) => {
      const all = sessions.filter((other) => isSame(session, other));
      const [start = session.start] = all.map((one) => one.start).sort();
      return { run: session.run, name: session.name, start, processes: all.length };
    });
}
