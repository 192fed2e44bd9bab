/** `covermain session`: separate profiles of parts of a run, such as one test of many. */
import { isDumpsAnswer, isSessionsAnswer } from '../agent/peers/agent-answers.js';
import { pluralize } from '../platform/plural-forms.js';
import type { Dump, Session } from '../profile/model/dump.js';
import { formatMissedChanges } from '../report/diff/missed-changes.js';
import type { SessionSummary } from '../report/session-summary.js';
import { formatSessionSummary, summarizeSession } from '../report/summarize-session.js';
import type { Environment } from '../settings/environment.js';
import { type AgentOptions, askRuns, printAnswers, requireAgents } from './ask-agents.js';
import type {
  RunSession,
  SessionEndDocument,
  SessionListDocument,
  SessionStartDocument,
} from './documents.js';
import { formatDump } from './format.js';
import { findSessionChanges } from './session-changes.js';

const ROUTE = '/v1/cover/session';

/**
 * Starts a session in each run. With `--json` it prints a `SessionStartDocument`.
 *
 * @returns the exit code
 * @throws CovermainError `AGENT_NOT_FOUND`, `AGENT_REFUSED`, `AGENT_FAILED`
 */
export async function startSessionCommand(options: AgentOptions, name: string): Promise<number> {
  const { answers, failures } = await askRuns(options, {
    method: 'POST',
    isBody: isSessionsAnswer,
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

/** Options of `covermain session end`. */
export interface EndSessionOptions extends AgentOptions {
  /** Whether to print the profile that each process has written. @default false */
  readonly paths?: boolean;
  /** Variables by which git is found. @default changes since the Git base are not looked for */
  readonly environment?: Environment;
}

/**
 * Ends a session and prints how many statements it executed for the first time in its run, and which changes the run has not
 * executed yet. With `--json` it prints a `SessionEndDocument`.
 *
 * @returns the exit code
 * @throws CovermainError `AGENT_NOT_FOUND`, `AGENT_REFUSED`, `AGENT_FAILED`
 */
export async function endSessionCommand(options: EndSessionOptions, name: string): Promise<number> {
  const { answers, failures } = await askRuns(options, {
    method: 'POST',
    isBody: isDumpsAnswer,
    path: `${ROUTE}/end?name=${encodeURIComponent(name)}`,
  });
  const ended = answers.map(({ run, agents, body: { dumps } }) => {
    const directory = agents[0]?.status.directory ?? '';
    return { run, dumps, directory, summary: summarizeSession({ run, name, directory, dumps }) };
  });
  if (options.json) {
    const document: SessionEndDocument = ended.flatMap(({ run, dumps, summary }) =>
      dumps.map((dump) => ({ run, ...dump, summary })),
    );
    printAnswers(options, document, () => '', failures);
  } else {
    const blocks = await Promise.all(ended.map((session) => describeEnded(session, name, options)));
    printAnswers(options, blocks, (lines) => lines, failures);
  }
  return 0;
}

/** A session that one run has ended. */
interface EndedInRun {
  readonly run: string;
  readonly dumps: readonly Dump[];
  /** Absolute path of the profile directory. */
  readonly directory: string;
  readonly summary: SessionSummary | null;
}

async function describeEnded(
  { run, dumps, directory, summary }: EndedInRun,
  name: string,
  { paths, cwd, environment }: EndSessionOptions,
): Promise<readonly string[]> {
  const missed =
    summary && environment ? await findSessionChanges({ run, directory, cwd, environment }) : undefined;
  return [
    ...(summary ? [`${name}: ${formatSessionSummary(summary)}`] : []),
    ...(summary && !paths ? [] : dumps.map((dump) => formatDump(dump, cwd))),
    ...(missed ? formatMissedChanges(missed) : []),
  ];
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
