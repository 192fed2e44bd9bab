/** What a branch began from: the newest commit that it has in common with another. */
import { CovermainError } from '../platform/errors.js';
import { lineOf, type Repository } from './repository.js';

export interface Base {
  /** As it was asked for. */
  readonly ref: string;
  /** Hash of the merge base of that and HEAD. Where there are several, as after criss-cross merges, git's choice. */
  readonly commit: string;
}

/** @throws CovermainError `GIT_REF_UNKNOWN`, `GIT_NO_MERGE_BASE`, `GIT_MISSING` */
export async function findBase(repository: Repository, ref: string): Promise<Base> {
  if (!(await isCommit(repository, ref))) throw await unknownRef(repository, ref);
  const { exitCode, output, complaint } = await repository.ask('merge-base', ref, 'HEAD');
  if (exitCode === 0) return { ref, commit: lineOf(output) };
  throw await noMergeBase(repository, ref, complaint);
}

async function isCommit({ ask }: Repository, ref: string): Promise<boolean> {
  // Git would take it for an option.
  if (ref.startsWith('-')) return false;
  return (await ask('rev-parse', '--verify', '--quiet', `${ref}^{commit}`)).exitCode === 0;
}

async function unknownRef(repository: Repository, ref: string): Promise<CovermainError> {
  const remotes = lineOf((await repository.ask('remote')).output)
    .split('\n')
    .filter((name) => name !== '');
  const isShallow = await isShallowClone(repository);
  const remedy =
    (await suggestRemote(repository, ref, remotes)) ?? suggestFetch(ref, remotes[0] ?? 'origin', isShallow);
  return new CovermainError(
    'GIT_REF_UNKNOWN',
    `expected a commit, branch or tag of ${repository.top}, and git knows no ${JSON.stringify(ref)}` +
      `${isShallow ? ': the clone is shallow, and has the newest commits only' : ''}; ${remedy}`,
  );
}

/** A branch that was never checked out has its remote's name before it. */
async function suggestRemote(
  repository: Repository,
  ref: string,
  remotes: readonly string[],
): Promise<string | undefined> {
  for (const remote of remotes)
    if (await isCommit(repository, `refs/remotes/${remote}/${ref}`))
      return `there is ${remote}/${ref}: --base ${remote}/${ref}`;
  return undefined;
}

function suggestFetch(ref: string, remote: string, isShallow: boolean): string {
  const branch = ref.startsWith(`${remote}/`) ? ref.slice(remote.length + 1) : ref;
  const fetch = `git fetch ${isShallow ? '--unshallow ' : ''}${remote}`;
  const inActions = isShallow ? `; ${IN_ACTIONS}` : '';
  // A commit, or an expression such as HEAD~3, comes with the branches.
  if (!/^\w[\w./-]*$/.test(branch) || /^([0-9a-f]{7,}|HEAD)$/.test(branch))
    return `fetch it: \`${fetch}\`${inActions}`;
  const tracked = `${remote}/${branch}`;
  return (
    `fetch it: \`${fetch} +refs/heads/${branch}:refs/remotes/${tracked}\`, and say --base ${tracked} ` +
    `(a tag: \`${fetch} tag ${branch}\`)${inActions}`
  );
}

const IN_ACTIONS = 'in GitHub Actions give actions/checkout `fetch-depth: 0`';

async function noMergeBase(repository: Repository, ref: string, complaint: string): Promise<CovermainError> {
  const isShallow = await isShallowClone(repository);
  const why = isShallow ? 'the clone is shallow, and their histories end before they meet' : complaint;
  const remedy = isShallow
    ? `fetch the rest: \`git fetch --unshallow\`; ${IN_ACTIONS}`
    : 'name one that this branch began from, or was merged with';
  return new CovermainError(
    'GIT_NO_MERGE_BASE',
    `expected a commit that ${JSON.stringify(ref)} and HEAD have in common, and there is none` +
      `${why === '' ? '' : `: ${why}`}; ${remedy}`,
  );
}

async function isShallowClone({ ask }: Repository): Promise<boolean> {
  return lineOf((await ask('rev-parse', '--is-shallow-repository')).output) === 'true';
}
