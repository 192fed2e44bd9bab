/** Lists the changes of a repository with the texts that they are compared by. */
import { dirname, join } from 'node:path';
import { isProfileDirectory } from '../collect/inputs/input.js';
import { type ChangedFile, listChanges } from '../git/changes.js';
import { readTextAtCommit } from '../git/file-at-commit.js';
import type { Repository } from '../git/repository.js';
import { isBelow } from '../platform/is-below.js';
import { readTextFile } from '../platform/read-text-file.js';
import { metaPathOf } from '../profile/model/file-meta.js';
import { createSelector } from '../selection/selector.js';
import type { ComparedFile } from './find-changed-parts.js';

export interface ListFileChangesOptions {
  readonly repository: Repository;
  /** Hash of the commit. */
  readonly commit: string;
  /** Absolute path that paths in metas are relative to. */
  readonly root: string;
  /** Whether a measured process loaded a file, by its path in metas. Texts of other files are not read. */
  readonly isLoaded: (path: string) => boolean;
  /** Absolute paths of the directories with profiles. Files in them are no changes. */
  readonly profileDirectories: readonly string[];
  /** Absolute path of the directory of reports. Files in it are no changes if Git tracks none of its files. */
  readonly reportDirectory: string;
}

/** Returns the files that differ between a commit and the disk. @throws as `listChanges` */
export async function listFileChanges(options: ListFileChangesOptions): Promise<readonly ComparedFile[]> {
  const { repository, commit, root, profileDirectories, reportDirectory } = options;
  const containsOnlyReports =
    !isBelow(reportDirectory, root) && (await isUntrackedDirectory(repository, reportDirectory));
  const changes: ComparedFile[] = [];
  for (const change of await listChanges(repository, commit)) {
    if (isProfileFile(change, profileDirectories)) continue;
    if (containsOnlyReports && change.status === 'added' && isBelow(reportDirectory, change.path)) continue;
    const { path: file, status, from } = change;
    changes.push({
      file,
      path: metaPathOf(root, file),
      status,
      from: from === null ? null : metaPathOf(root, from),
      texts: await readTexts(change, options),
    });
  }
  return changes;
}

/** Whether a file is part of a profile that is not ignored by Git, and may be newer than the changes. */
function isProfileFile({ path, status }: ChangedFile, directories: readonly string[]): boolean {
  const isInProfile = (directory: string): boolean =>
    isProfileDirectory(directory) || (dirname(directory) !== directory && isInProfile(dirname(directory)));
  return (
    directories.some((directory) => isBelow(directory, path)) ||
    (status === 'added' && isInProfile(dirname(path)))
  );
}

/** Whether a directory is below the top and contains no file that Git tracks. Sources can be in a directory named `coverage`, too. */
async function isUntrackedDirectory(
  { top, nameOf, runGit }: Repository,
  directory: string,
): Promise<boolean> {
  const name = nameOf(directory);
  if (!isBelow(top, join(top, name)) || name === '') return false;
  return (await runGit('ls-files', '-z', '--', `:(top,literal)${name}`)).length === 0;
}

async function readTexts(
  { path, status, content }: ChangedFile,
  { repository, commit, root, isLoaded }: ListFileChangesOptions,
): Promise<ComparedFile['texts']> {
  if (status !== 'modified' || content !== 'text' || !isLoaded(metaPathOf(root, path))) return undefined;
  const base = await readTextAtCommit(repository, commit, path);
  const current = readIfPossible(path);
  return base === undefined || current === undefined ? undefined : { base, current };
}

function readIfPossible(path: string): string | undefined {
  try {
    return readTextFile(path);
  } catch {
    return undefined; // without its text, all of the file counts as changed
  }
}

/**
 * Returns whether patterns name a changed file.
 *
 * @param patterns with the syntax of `.nycrc`, relative to the top of the repository
 */
export function createIgnoreFilter(
  patterns: readonly string[],
  { top }: Repository,
): (change: ComparedFile) => boolean {
  if (patterns.length === 0) return () => false;
  const selector = createSelector({
    root: top,
    include: patterns,
    exclude: [],
    extension: [],
    excludeNodeModules: false,
  });
  return ({ file }) => selector.isSelected(file);
}
