/** Makes all of several changes of files, or none. */
import {
  chmodSync,
  chownSync,
  existsSync,
  mkdirSync,
  renameSync,
  rmdirSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { dirname } from 'node:path';
import { CovermainError, messageOf } from '../platform/errors.js';
import { isRoot } from '../platform/owners.js';
import { temporaryPathIn } from '../platform/private-files.js';
import { type ChangeTarget, findChangeTarget, requireContent } from './change-target.js';
import { changesContent, type FileChange } from './file-change.js';

/** A change, and the file that it is written to. */
interface PlannedChange extends FileChange {
  readonly target: ChangeTarget;
}

/** A change whose new content is on the disk, in a temporary file. */
interface StagedChange extends PlannedChange {
  /** Absolute path of the temporary file; `undefined` if the change deletes the file. */
  readonly temporary: string | undefined;
}

/** Reverts one step. */
interface UndoStep {
  /** File or directory that the step has changed. */
  readonly path: string;
  readonly undo: () => void;
}

/**
 * Makes all changes, or none. First it checks every file, then it writes all new contents to temporary files, and then it
 * renames these. So a full disk or a missing permission leaves every file as it was. If a rename fails, it restores the
 * files that were replaced, and removes the files and directories that were created.
 *
 * @param root absolute path of the directory that contains all files that may be changed. A symbolic link is followed if
 *   it leads to a file in there.
 * @throws CovermainError `FILE_NOT_EDITABLE`, `FILE_CHANGED`; `OUTPUT_NOT_WRITABLE` with the file and the reason
 */
export function writeFileChanges(changes: readonly FileChange[], root: string): void {
  const planned = changes
    .filter(changesContent)
    .map((change) => ({ ...change, target: findChangeTarget(change, root) }));
  const done: UndoStep[] = [];
  let current: PlannedChange | undefined;
  try {
    const staged = planned.map((change) => {
      current = change;
      return stageChange(change, done);
    });
    for (const change of staged) {
      current = change;
      commitChange(change, done);
    }
  } catch (error) {
    throw toWriteError(error, current?.path ?? root, undoSteps(done));
  }
}

/** Writes the new content to a temporary file with the final mode and owner, beside the file that it will replace. */
function stageChange(change: PlannedChange, done: UndoStep[]): StagedChange {
  const { after, mode, target } = change;
  if (!after) return { ...change, temporary: undefined };
  const directory = dirname(target.path);
  createDirectories(directory, done);
  const temporary = temporaryPathIn(directory);
  done.push({ path: temporary, undo: () => rmSync(temporary, { force: true }) });
  writeFileSync(temporary, after, { flag: 'wx' });
  if (target.stats && isRoot()) chownSync(temporary, target.stats.uid, target.stats.gid);
  const finalMode = mode ?? target.stats?.mode;
  if (finalMode !== undefined) chmodSync(temporary, finalMode & 0o7777);
  return { ...change, temporary };
}

function createDirectories(path: string, done: UndoStep[]): void {
  if (existsSync(path)) return;
  createDirectories(dirname(path), done);
  mkdirSync(path);
  done.push({ path, undo: () => rmdirSync(path) });
}

/** Puts the new content in place. */
function commitChange({ path: given, before, target, temporary }: StagedChange, done: UndoStep[]): void {
  const { path } = target;
  requireContent(given, path, before);
  if (temporary) renameSync(temporary, path);
  else rmSync(path);
  done.push({ path, undo: () => (before ? restoreFile(target, before) : rmSync(path)) });
}

/** Writes the content, mode and owner that a file had before it was changed. */
function restoreFile(target: ChangeTarget, content: Uint8Array): void {
  const { path } = target;
  const { temporary = path } = stageChange({ path, before: undefined, after: content, target }, []);
  renameSync(temporary, path);
}

/** Reverts steps, the last one first. @returns paths of those that could not be reverted, with the reason */
function undoSteps(done: readonly UndoStep[]): readonly string[] {
  return done.toReversed().flatMap(({ path, undo }) => {
    try {
      undo();
      return [];
    } catch (error) {
      return [`${path} (${messageOf(error)})`];
    }
  });
}

function toWriteError(error: unknown, path: string, notRestored: readonly string[]): CovermainError {
  if (error instanceof CovermainError && notRestored.length === 0) return error;
  const state =
    notRestored.length === 0
      ? 'No file was changed.'
      : `Some changes could not be undone: ${notRestored.join(', ')}.`;
  return new CovermainError(
    'OUTPUT_NOT_WRITABLE',
    `Cannot write ${path}: ${messageOf(error)}. ${state} Check the permissions and the free space.`,
    { cause: error },
  );
}
