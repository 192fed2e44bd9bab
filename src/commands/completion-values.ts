/** Lists the values that shells complete: of the project, its running processes and its repository. */
import { findAgents } from '../agent/peers/find-agents.js';
import type { ProcessStatus } from '../agent/peers/process-status.js';
import { openRepository } from '../git/repository.js';
import { listProjectRoots } from '../project/package.js';
import { REPORTER_NAMES } from '../report/find-reporter.js';
import { DUMP_SIGNALS } from '../settings/dump-signal.js';
import type { Environment } from '../settings/environment.js';
import { formatCommand } from './format.js';

/** A value, and a text about it for people; empty if there is nothing to tell. */
export interface Candidate {
  readonly value: string;
  readonly description: string;
}

/** Kinds of values that covermain lists. */
export type ListedValues = 'reporters' | 'snippets' | 'signals' | 'pids' | 'runs' | 'sessions' | 'refs';

export interface ListValuesOptions {
  readonly cwd: string;
  readonly environment: Environment;
}

/** Milliseconds that agents have to answer: the user waits for the completion. */
const TIMEOUT = 500;

const LISTS: Readonly<Record<ListedValues, (options: ListValuesOptions) => Promise<readonly Candidate[]>>> = {
  reporters: async () => REPORTER_NAMES.map(withoutDescription),
  signals: async () => DUMP_SIGNALS.map(withoutDescription),
  // Loads the parser, which other completions do not need.
  snippets: async () => (await import('../inject/load-snippet.js')).SHIPPED_SNIPPETS.map(withoutDescription),
  pids: async (options) =>
    (await listStatuses(options)).map((status) => ({
      value: `${status.pid}`,
      description: formatCommand(status),
    })),
  runs: async (options) =>
    (await listStatuses(options)).map(({ run, label }) => ({ value: run, description: label ?? '' })),
  sessions: async (options) =>
    (await listStatuses(options)).flatMap(({ sessions }) =>
      sessions.map(({ name }) => withoutDescription(name)),
    ),
  refs: listRefs,
};

/** Returns the values of a kind. What cannot be listed, such as refs without a repository, has none. */
export async function listValues(
  kind: ListedValues,
  options: ListValuesOptions,
): Promise<readonly Candidate[]> {
  try {
    return await LISTS[kind](options);
  } catch {
    return []; // a message would appear in the middle of the command line
  }
}

function withoutDescription(value: string): Candidate {
  return { value, description: '' };
}

async function listStatuses({ cwd }: ListValuesOptions): Promise<readonly ProcessStatus[]> {
  const roots = listProjectRoots(cwd);
  const agents = await Promise.all(roots.map((root) => findAgents(root, { timeout: TIMEOUT })));
  return agents.flat().map(({ status }) => status);
}

async function listRefs({ cwd, environment }: ListValuesOptions): Promise<readonly Candidate[]> {
  const { runGit } = await openRepository(cwd, environment);
  const names = await runGit(
    'for-each-ref',
    '--format=%(refname:short)',
    'refs/heads',
    'refs/remotes',
    'refs/tags',
  );
  return [
    ...names
      .toString()
      .split('\n')
      .filter((name) => name !== ''),
    'HEAD',
  ].map(withoutDescription);
}
