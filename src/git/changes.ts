/** Lists the differences between a commit and the files on the disk, staged or not. */
import { closeSync, lstatSync, readSync } from 'node:fs';
import { openRegularFile } from '../platform/regular-files.js';
import type { LineRange } from '../view/line-ranges.js';
import { parsePatch } from './patch.js';
import { parseRawDiff, type RawChange } from './raw-diff.js';
import type { Repository } from './repository.js';

export interface ChangedFile extends Pick<RawChange, 'status' | 'content'> {
  /** Absolute path. */
  readonly path: string;
  /** Former absolute path of a renamed file; otherwise `null`. */
  readonly from: string | null;
  /** Added and changed lines. Git counts lines by line feeds. */
  readonly lines: readonly LineRange[];
}

/** Sets every option that configuration could change, because versions of git differ in what their plumbing reads. */
const COMPARISON_OPTIONS = [
  '-M',
  '-l2000',
  '--ignore-submodules=dirty',
  '--submodule=short',
  '--diff-algorithm=myers',
  '--indent-heuristic',
  '--no-ext-diff',
  '--no-textconv',
  '--no-color',
];

const PATCH_OPTIONS = [
  '--patch',
  '--unified=0',
  '--inter-hunk-context=0',
  '--irreversible-delete',
  '--src-prefix=a/',
  '--dst-prefix=b/',
];

/**
 * Returns every file of the repository that differs, sorted by path, and untracked files that are not ignored. Changes
 * within submodules are not included.
 *
 * @param commit hash of the commit
 * @param isListed whether an untracked file is listed, by its absolute path. Each of them is opened. @default all are
 * @throws CovermainError `GIT_MISSING`, `GIT_FAILED`
 */
export async function listChanges(
  repository: Repository,
  commit: string,
  isListed: (path: string) => boolean = () => true,
): Promise<readonly ChangedFile[]> {
  const { runGit, pathOf } = repository;
  const [raw, patch, others] = await Promise.all([
    runGit('diff-index', '--raw', '--numstat', '-z', ...COMPARISON_OPTIONS, commit, '--'),
    runGit('diff-index', ...PATCH_OPTIONS, ...COMPARISON_OPTIONS, commit, '--'),
    runGit('ls-files', '--others', '--exclude-standard', '-z'),
  ]);
  const lines = parsePatch(patch);
  const tracked = parseRawDiff(raw).map(({ name, from, status, content }) => ({
    status,
    content,
    path: pathOf(name),
    from: from === null ? null : pathOf(from),
    lines: content === 'text' && status !== 'deleted' ? (lines.get(name) ?? []) : [],
  }));
  const untracked = others
    .toString()
    .split('\0')
    .filter(isFile)
    .map(pathOf)
    .filter(isListed)
    .flatMap(describeUntracked);
  const byPath = new Map([...tracked, ...untracked].map((change) => [change.path, change]));
  return [...byPath.values()].sort((one, other) => (one.path < other.path ? -1 : 1));
}

/** Returns whether an untracked name is a file. A name that ends with a slash is another repository within this one. */
function isFile(name: string): boolean {
  return name !== '' && !name.endsWith('/');
}

const ALL_LINES: readonly LineRange[] = [{ first: 1, last: Infinity }];

function describeUntracked(path: string): readonly ChangedFile[] {
  const file = lstatSync(path, { throwIfNoEntry: false });
  if (!file) return []; // removed since git listed it
  const content = file.isSymbolicLink() ? 'link' : isBinary(path) ? 'binary' : 'text';
  return [{ path, from: null, status: 'added', content, lines: content === 'text' ? ALL_LINES : [] }];
}

/** Number of bytes that git examines. */
const EXAMINED_BYTES = 8000;

/** Returns whether git treats a file without attributes as binary: it has a zero byte near its beginning. */
function isBinary(path: string): boolean {
  const beginning = Buffer.alloc(EXAMINED_BYTES);
  let descriptor: number;
  try {
    ({ descriptor } = openRegularFile(path));
  } catch {
    return false; // reading its lines fails later, with an error
  }
  try {
    return beginning.subarray(0, readSync(descriptor, beginning)).includes(0);
  } finally {
    closeSync(descriptor);
  }
}
