/** What differs between a commit and the files as they are now, staged or not. */
import { closeSync, lstatSync, openSync, readSync } from 'node:fs';
import type { LineRange } from './line-range.js';
import { parsePatch } from './patch.js';
import { parseRawDiff, type RawChange } from './raw-diff.js';
import type { Repository } from './repository.js';

export interface ChangedFile extends Pick<RawChange, 'status' | 'content'> {
  /** Absolute. */
  readonly path: string;
  /** Absolute path of what a renamed file was. */
  readonly from: string | null;
  /** Those of its lines that are new or changed, as git counts lines: by their line feeds. */
  readonly lines: readonly LineRange[];
}

/** Nothing is left to configuration, whatever of it a version of git may heed in its plumbing. */
const COMPARED = [
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

const PATCH = [
  '--patch',
  '--unified=0',
  '--inter-hunk-context=0',
  '--irreversible-delete',
  '--src-prefix=a/',
  '--dst-prefix=b/',
];

/**
 * Every file of the repository that differs, by path; of untracked files those that are not ignored. Changes within
 * submodules are theirs.
 *
 * @param commit hash
 * @throws CovermainError `GIT_MISSING`, `GIT_FAILED`
 */
export async function listChanges(repository: Repository, commit: string): Promise<readonly ChangedFile[]> {
  const { demand, pathOf } = repository;
  const [raw, patch, others] = await Promise.all([
    demand('diff-index', '--raw', '--numstat', '-z', ...COMPARED, commit, '--'),
    demand('diff-index', ...PATCH, ...COMPARED, commit, '--'),
    demand('ls-files', '--others', '--exclude-standard', '-z'),
  ]);
  const lines = parsePatch(patch);
  const tracked = parseRawDiff(raw).map(({ name, from, status, content }) => ({
    status,
    content,
    path: pathOf(name),
    from: from === null ? null : pathOf(from),
    lines: content === 'text' && status !== 'deleted' ? (lines.get(name) ?? []) : [],
  }));
  const untracked = others.toString().split('\0').filter(isFile).map(pathOf).flatMap(describeUntracked);
  const byPath = new Map([...tracked, ...untracked].map((change) => [change.path, change]));
  return [...byPath.values()].sort((one, other) => (one.path < other.path ? -1 : 1));
}

/** A name that ends like a folder's is that of a repository within this one. */
function isFile(name: string): boolean {
  return name !== '' && !name.endsWith('/');
}

const ALL_LINES: readonly LineRange[] = [{ first: 1, last: Infinity }];

function describeUntracked(path: string): readonly ChangedFile[] {
  const file = lstatSync(path, { throwIfNoEntry: false });
  if (!file) return []; // it went while git looked for others
  const content = file.isSymbolicLink() ? 'link' : isBinary(path) ? 'binary' : 'text';
  return [{ path, from: null, status: 'added', content, lines: content === 'text' ? ALL_LINES : [] }];
}

/** How much of a file git looks at. */
const LOOKED_AT = 8000;

/** As git tells it where no attribute does: by a zero near the beginning. */
function isBinary(path: string): boolean {
  const beginning = Buffer.alloc(LOOKED_AT);
  let file: number;
  try {
    file = openSync(path, 'r');
  } catch {
    return false; // whoever wants its lines will fail to read it, and say so
  }
  try {
    return beginning.subarray(0, readSync(file, beginning)).includes(0);
  } finally {
    closeSync(file);
  }
}
