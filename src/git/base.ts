/** Finds the commit at which a branch began: the newest one that it shares with another branch. */
import { CovermainError } from '../platform/errors.js';
import { quoteText } from '../platform/escape-terminal.js';
import { type Repository, withoutLineBreak } from './repository.js';

export interface Base {
  /** Git ref as given. */
  readonly ref: string;
  /** Hash of the merge base of the ref and HEAD. If there are several, as after criss-cross merges, git picks one. */
  readonly commit: string;
}

/** Returns the merge base of a ref and HEAD. @throws CovermainError `GIT_REF_UNKNOWN`, `GIT_NO_MERGE_BASE`, `GIT_MISSING` */
export async function findBase(repository: Repository, ref: string): Promise<Base> {
  if (!(await isCommit(repository, ref))) throw await createUnknownRefError(repository, ref);
  const { exitCode, stdout, stderr } = await repository.tryGit('merge-base', ref, 'HEAD');
  if (exitCode === 0) return { ref, commit: withoutLineBreak(stdout) };
  throw await createNoMergeBaseError(repository, ref, stderr);
}

async function isCommit(repository: Repository, ref: string): Promise<boolean> {
  // Git would parse it as an option.
  if (ref.startsWith('-')) return false;
  return (await repository.tryGit('rev-parse', '--verify', '--quiet', `${ref}^{commit}`)).exitCode === 0;
}

async function createUnknownRefError(repository: Repository, ref: string): Promise<CovermainError> {
  const remotes = withoutLineBreak((await repository.tryGit('remote')).stdout)
    .split('\n')
    .filter((name) => name !== '');
  const isShallow = await isShallowClone(repository);
  const reason = isShallow ? 'The clone is shallow: it contains only the newest commits. ' : '';
  const remedy =
    (await suggestRemote(repository, ref, remotes)) ?? suggestFetch(ref, remotes[0] ?? 'origin', isShallow);
  return new CovermainError(
    'GIT_REF_UNKNOWN',
    `Unknown Git ref ${quoteText(ref)}: ${repository.top} has no such commit, branch or tag. ${reason}${remedy}`,
  );
}

/** Suggests the branch of a remote, which has the remote's name before it until it is checked out. */
async function suggestRemote(
  repository: Repository,
  ref: string,
  remotes: readonly string[],
): Promise<string | undefined> {
  for (const remote of remotes)
    if (await isCommit(repository, `refs/remotes/${remote}/${ref}`))
      return `Use the branch of the remote: --base ${remote}/${ref}.`;
  return undefined;
}

function suggestFetch(ref: string, remote: string, isShallow: boolean): string {
  const branch = ref.startsWith(`${remote}/`) ? ref.slice(remote.length + 1) : ref;
  const fetch = `git fetch ${isShallow ? '--unshallow ' : ''}${remote}`;
  const inActions = isShallow ? ` ${ACTIONS_REMEDY}` : '';
  // Fetching the branches also fetches a commit or an expression such as HEAD~3.
  if (!/^\w[\w./-]*$/.test(branch) || /^([0-9a-f]{7,}|HEAD)$/.test(branch))
    return `Fetch it: \`${fetch}\`.${inActions}`;
  const tracked = `${remote}/${branch}`;
  return (
    `Fetch it: \`${fetch} +refs/heads/${branch}:refs/remotes/${tracked}\`, and use --base ${tracked} ` +
    `(for a tag: \`${fetch} tag ${branch}\`).${inActions}`
  );
}

const ACTIONS_REMEDY = 'In GitHub Actions, set `fetch-depth: 0` for actions/checkout.';

async function createNoMergeBaseError(
  repository: Repository,
  ref: string,
  stderr: string,
): Promise<CovermainError> {
  const failure = `No merge base: ${quoteText(ref)} and HEAD have no commit in common`;
  if (await isShallowClone(repository))
    return new CovermainError(
      'GIT_NO_MERGE_BASE',
      `${failure}, because the clone is shallow. Fetch the rest: \`git fetch --unshallow\`. ${ACTIONS_REMEDY}`,
    );
  const detail = stderr === '' ? '' : ` (${stderr})`;
  return new CovermainError(
    'GIT_NO_MERGE_BASE',
    `${failure}${detail}. Name a ref that this branch began from, or was merged with.`,
  );
}

async function isShallowClone(repository: Repository): Promise<boolean> {
  const { stdout } = await repository.tryGit('rev-parse', '--is-shallow-repository');
  return withoutLineBreak(stdout) === 'true';
}
