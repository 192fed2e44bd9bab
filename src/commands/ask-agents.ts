/** What all commands share that speak to programs while they run: whom they mean, and what these answer. */
import { type AgentResponse, hasAgentEnded, requestAgent } from '../agent/peers/agent-client.js';
import { type AgentAddress, findAgents } from '../agent/peers/find-agents.js';
import { CovermainError, messageOf } from '../platform/errors.js';
import { findProjectRoot } from '../project/find-root.js';

export interface AgentOptions {
  /** Only those of the run with this id. */
  readonly run?: string;
  /** Only this process. */
  readonly pid?: number;
  /** Whether one JSON document is printed in place of lines for people. */
  readonly json?: boolean;
  /** Any folder of the project. */
  readonly cwd: string;
  /** Where a line of the result goes. */
  readonly print: (line: string) => void;
  /** Where remarks for people go. */
  readonly logLine: (line: string) => void;
}

/** The agents of one run, those of processes that began first in front. */
export interface LiveRun {
  readonly run: string;
  readonly agents: readonly AgentAddress[];
}

export interface RunAnswer<Body> extends LiveRun {
  readonly body: Body;
}

export interface RunQuestion<Body> {
  readonly method: string;
  readonly path: string;
  /** What it amounts to where all processes of the run ended before one of them answered. @default an error */
  readonly ended?: (agents: readonly AgentAddress[]) => Body;
}

/** Milliseconds: it may have much to write, on a machine that is busy. */
const TIMEOUT = 60_000;

/** Returns the agents that the options select, grouped by run. It may return none. */
export function listAgents(options: AgentOptions): Promise<readonly AgentAddress[]> {
  return selectAgents(findProjectRoot(options.cwd), options);
}

async function selectAgents(
  root: string,
  { run, pid, logLine }: AgentOptions,
): Promise<readonly AgentAddress[]> {
  const agents = await findAgents(root, {
    ...(run === undefined ? {} : { run }),
    onSilent(socket, reason) {
      if (pid === undefined || pid === socket.pid) logLine(`process ${socket.pid} was left out: ${reason}`);
    },
  });
  const meant = agents.filter((agent) => pid === undefined || agent.pid === pid);
  return groupByRun(meant).flatMap((group) => group.agents);
}

/** @throws CovermainError `AGENT_NOT_FOUND` where there are none */
export async function requireAgents(options: AgentOptions): Promise<readonly AgentAddress[]> {
  const root = findProjectRoot(options.cwd);
  const agents = await selectAgents(root, options);
  if (agents.length > 0) return agents;
  const { run, pid } = options;
  const who = [pid === undefined ? '' : ` by the pid ${pid}`, run === undefined ? '' : ` of the run ${run}`];
  throw new CovermainError(
    'AGENT_NOT_FOUND',
    `expected a program of ${root}${who.join('')} that is measured at the moment, and found none: ` +
      '`covermain list` names those that are, a second after they have started; ' +
      'start one by `covermain run -- node app.js`, or come from the folder of its project',
  );
}

/**
 * Has one agent of each run act for all processes of it, or the process that `--pid` names for itself.
 *
 * @returns what could be had, and why the rest could not
 * @throws CovermainError `AGENT_NOT_FOUND`
 */
export async function askRuns<Body>(
  options: AgentOptions,
  question: RunQuestion<Body>,
): Promise<{ readonly answers: readonly RunAnswer<Body>[]; readonly failures: readonly unknown[] }> {
  const runs = groupByRun(await requireAgents(options));
  const path = options.pid === undefined ? question.path : onlySelf(question.path);
  const asked = await Promise.allSettled(runs.map((run) => askRun(run, { ...question, path })));
  return {
    answers: asked.filter((one) => one.status === 'fulfilled').map(({ value }) => value),
    failures: asked.filter((one) => one.status === 'rejected').map(({ reason }) => reason as unknown),
  };
}

/** Prints what could be had: as one document, or as lines; then fails if anything could not. */
export function printAnswers<Item>(
  { json, print }: AgentOptions,
  items: readonly Item[],
  describe: (item: Item) => string,
  failures: readonly unknown[] = [],
): void {
  if (json && (items.length > 0 || failures.length === 0)) print(JSON.stringify(items, undefined, 2));
  else for (const item of items) print(describe(item));
  if (failures.length > 0) throw failures[0];
}

async function askRun<Body>(live: LiveRun, question: RunQuestion<Body>): Promise<RunAnswer<Body>> {
  const { method, path, ended } = question;
  for (const agent of live.agents) {
    try {
      const answer = await requestAgent(agent.path, { method, path, timeout: TIMEOUT });
      return { ...live, body: bodyOf<Body>(agent, answer) };
    } catch (error) {
      if (hasAgentEnded(error)) continue; // the next one
      throw error instanceof CovermainError ? error : failed(agent, messageOf(error), error);
    }
  }
  if (ended) return { ...live, body: ended(live.agents) };
  throw new CovermainError('AGENT_FAILED', `the run ${live.run} ended before it answered`);
}

function bodyOf<Body>(agent: AgentAddress, { status, body }: AgentResponse): Body {
  const text = body.toString().trim();
  // What is refused is the caller's to mend, and the agent says how.
  if (status >= 400 && status < 500 && text) throw new CovermainError('AGENT_FAILED', text);
  if (status >= 400) throw failed(agent, text || `it answered with ${status}`);
  return JSON.parse(text) as Body;
}

function failed({ pid }: AgentAddress, reason: string, cause?: unknown): CovermainError {
  return new CovermainError('AGENT_FAILED', `process ${pid} could not do it: ${reason}`, { cause });
}

function onlySelf(path: string): string {
  return `${path}${path.includes('?') ? '&' : '?'}process=self`;
}

function groupByRun(agents: readonly AgentAddress[]): readonly LiveRun[] {
  const runs = new Set(agents.map(({ status }) => status.run));
  return [...runs].map((run) => ({ run, agents: agents.filter(({ status }) => status.run === run) }));
}
