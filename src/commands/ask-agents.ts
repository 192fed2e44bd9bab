/** Sends requests to the agents of running processes. */
import { type AnswerCheck, parseAnswer } from '../agent/peers/agent-answers.js';
import {
  type AgentResponse,
  addSelfScope,
  hasAgentEnded,
  requestAgent,
} from '../agent/peers/agent-client.js';
import type { AgentAddress } from '../agent/peers/find-agents.js';
import { findSharedSocketDirectories } from '../agent/peers/private-directory.js';
import { CovermainError, messageOf, toIndentedLines } from '../platform/errors.js';
import { pluralize } from '../platform/plural-forms.js';
import { findProjectRoot } from '../project/find-root.js';
import { listProjectRoots } from '../project/package.js';
import { durationOf } from '../settings/duration.js';
import { awaitAgents, type StartedAgents } from './await-agents.js';
import { type Print, printJson, printLines } from './print.js';
import { explainUnmeasured, listUnmeasured } from './unmeasured-processes.js';

/** Options of every command that talks to agents. These commands do not read `.nycrc`. */
export interface AgentOptions {
  /** Selects only processes of the run with this id. */
  readonly run?: string;
  /** Selects only this process. */
  readonly pid?: number;
  /**
   * Waits for a measured process if there is none: a duration such as `30s`, or true for a minute. A process that has
   * started and has no agent yet is always waited for.
   */
  readonly wait?: string | true;
  /** Whether to print one JSON document instead of lines for people. */
  readonly json?: boolean;
  /** Any directory of the project. */
  readonly cwd: string;
  /** Prints a line of the result. */
  readonly print: Print;
  /** Logs a line for people. */
  readonly logLine: (line: string) => void;
}

/** The agents of one run, in the order in which their processes started. */
export interface LiveRun {
  readonly run: string;
  readonly agents: readonly AgentAddress[];
}

/** Response of one agent for its run. */
export interface RunAnswer<Body> extends LiveRun {
  readonly body: Body;
}

export interface RunRequest<Body> {
  readonly method: string;
  readonly path: string;
  /** Checks the body of an answer. */
  readonly isBody: AnswerCheck<Body>;
  /** Called with the agents of all runs before they are asked. */
  readonly onAgents?: (agents: readonly AgentAddress[]) => void;
  /** Whether no agent is needed, because the command also acts on other processes. @default false */
  readonly isAgentOptional?: boolean;
  /** Returns the answer of a run whose processes all ended before one of them answered. @default an error */
  readonly answerOfEndedRun?: (agents: readonly AgentAddress[]) => Body;
}

/** Milliseconds that `--wait` waits without a duration. */
const DEFAULT_WAIT = 60_000;

/** @returns milliseconds @throws SettingError for an invalid duration */
export function waitingTimeOf(wait: AgentOptions['wait']): number {
  if (wait === undefined) return 0;
  if (wait === true) return DEFAULT_WAIT;
  return durationOf({ '--wait': wait }, '--wait', { minimum: 0, example: '30s' }) ?? DEFAULT_WAIT;
}

/** Milliseconds. A process may have much to write, on a busy machine. */
const TIMEOUT = 60_000;

/**
 * Returns the agents that the options select, grouped by run: those of the project, and those of packages below `cwd`.
 * There may be none.
 */
export async function listAgents(options: AgentOptions): Promise<readonly AgentAddress[]> {
  return (await selectAgents(options)).agents;
}

async function selectAgents({ cwd, run, pid, wait, logLine }: AgentOptions): Promise<StartedAgents> {
  const roots = listProjectRoots(cwd);
  const found = await awaitAgents(roots, {
    ...(run === undefined ? {} : { run }),
    ...(pid === undefined ? {} : { pid }),
    wait: waitingTimeOf(wait),
    onSilent: (socket, reason) => logLine(`Process ${socket.pid} is left out: ${reason}`),
  });
  for (const line of roots.flatMap(findSharedSocketDirectories)) logLine(line);
  for (const { pid, reason } of found.withoutAgent)
    logLine(`Process ${pid} is left out: it has no agent, because ${reason}.`);
  return { ...found, agents: groupByRun(found.agents).flatMap((group) => group.agents) };
}

/**
 * Returns the agents that the options select, grouped by run.
 *
 * @param isAgentOptional whether there may be none
 * @throws CovermainError `AGENT_NOT_FOUND` if there are none
 */
export async function requireAgents(
  options: AgentOptions,
  isAgentOptional = false,
): Promise<readonly AgentAddress[]> {
  const root = findProjectRoot(options.cwd);
  const { agents, withoutAgent } = await selectAgents(options);
  if (agents.length > 0 || (isAgentOptional && withoutAgent.length === 0)) return agents;
  const { run, pid, wait } = options;
  const unmeasured = listUnmeasured(options);
  const selection = [
    ...(pid === undefined ? [] : [` with pid ${pid}`]),
    ...(run === undefined ? [] : [` of run ${run}`]),
  ].join('');
  if (withoutAgent.length > 0)
    throw new CovermainError(
      'AGENT_NOT_FOUND',
      `No measured process${selection} answers in ${root}: ${pluralize(withoutAgent.length, 'process')} running there ` +
        `without an agent (${withoutAgent.map((one) => one.pid).join(', ')}). Call the command again, or end the process.`,
    );
  if (unmeasured.length > 0) {
    const reasons = unmeasured.map(
      (one) => `Process ${one.start.pid} has no measured file. ${explainUnmeasured(one)}`,
    );
    throw new CovermainError(
      'AGENT_NOT_FOUND',
      `No measured process${selection} is running in ${root}. ${reasons.join(' ')}`,
    );
  }
  throw new CovermainError(
    'AGENT_NOT_FOUND',
    `No measured process${selection} ${wait === undefined ? 'is running' : 'has started'} in ${root}. ` +
      'Start one with `covermain run -- node app.js`, or call this command in the directory of its project. ' +
      '--wait waits for one.',
  );
}

/**
 * Sends a request to one agent of each run, which acts for all processes of its run. With `--pid` the agent of that
 * process acts for itself alone. All runs are asked before a failure is reported, so one failure does not cancel the
 * others.
 *
 * @returns the answers, and the errors of the runs that did not answer
 * @throws CovermainError `AGENT_NOT_FOUND`
 */
export async function askRuns<Body>(
  options: AgentOptions,
  request: RunRequest<Body>,
): Promise<{ readonly answers: readonly RunAnswer<Body>[]; readonly failures: readonly unknown[] }> {
  const agents = await requireAgents(options, request.isAgentOptional);
  request.onAgents?.(agents);
  const runs = groupByRun(agents);
  const path = options.pid === undefined ? request.path : addSelfScope(request.path);
  const results = await Promise.allSettled(runs.map((run) => askRun(run, { ...request, path })));
  return {
    answers: results.filter((result) => result.status === 'fulfilled').map(({ value }) => value),
    failures: results.filter((result) => result.status === 'rejected').map(({ reason }) => reason as unknown),
  };
}

/** Prints items as one document, or as lines. Then it throws the first failure, if there is any. */
export function printAnswers<Item>(
  { json, print }: AgentOptions,
  items: readonly Item[],
  describe: (item: Item) => string | readonly string[],
  failures: readonly unknown[] = [],
): void {
  if (json && (items.length > 0 || failures.length === 0)) printJson(print, items);
  else printLines(print, items.flatMap(describe));
  if (failures.length > 0) throw failures[0];
}

async function askRun<Body>(live: LiveRun, request: RunRequest<Body>): Promise<RunAnswer<Body>> {
  const { method, path, isBody, answerOfEndedRun } = request;
  for (const agent of live.agents) {
    try {
      const response = await requestAgent(agent.path, { method, path, timeout: TIMEOUT });
      return { ...live, body: bodyOf(agent, response, isBody) };
    } catch (error) {
      if (hasAgentEnded(error)) continue; // The next process of the run may answer.
      throw error instanceof CovermainError ? error : agentFailed(agent, messageOf(error), error);
    }
  }
  if (answerOfEndedRun) return { ...live, body: answerOfEndedRun(live.agents) };
  throw new CovermainError('AGENT_FAILED', `Run ${live.run} ended before it answered.`);
}

function bodyOf<Body>(agent: AgentAddress, { status, body }: AgentResponse, isBody: AnswerCheck<Body>): Body {
  const text = body.toString().trim();
  // The caller can correct a refused request, and the agent's text says how.
  if (status >= 400 && status < 500 && text) throw new CovermainError('AGENT_REFUSED', toIndentedLines(text));
  if (status >= 400) throw agentFailed(agent, text || `it answered with status ${status}`);
  return parseAnswer(text, isBody);
}

function agentFailed({ pid }: AgentAddress, reason: string, cause?: unknown): CovermainError {
  return new CovermainError('AGENT_FAILED', `Process ${pid} failed: ${reason}`, { cause });
}

function groupByRun(agents: readonly AgentAddress[]): readonly LiveRun[] {
  const runs = new Set(agents.map(({ status }) => status.run));
  return [...runs].map((run) => ({ run, agents: agents.filter(({ status }) => status.run === run) }));
}
