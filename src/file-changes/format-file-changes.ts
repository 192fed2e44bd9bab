/** Shows planned changes of files as a unified diff, which `git apply` and `patch -p1` accept. */
import { relative, sep } from 'node:path';
import { formatPatch, structuredPatch } from 'diff';
import { changesContent, type FileChange } from './file-change.js';

/** Lines of context around a change, as in Git. */
const CONTEXT_LINES = 3;

/** Git's mode of a regular file that is not executable. */
const REGULAR_FILE = 0o100644;

/**
 * Returns the lines of a unified diff of all changes, in Git's format. Changes without a difference have no lines. A line
 * of a file with CRLF line ends keeps its `\r`.
 *
 * @param cwd absolute path of the directory that the paths of the diff are relative to
 */
export function formatFileChanges(changes: readonly FileChange[], cwd: string): readonly string[] {
  return changes.filter(changesContent).flatMap((change) => formatFileChange(change, cwd));
}

function formatFileChange({ path, before, after, mode }: FileChange, cwd: string): readonly string[] {
  const name = relative(cwd, path).split(sep).join('/');
  const patch = structuredPatch(
    before ? `a/${name}` : '/dev/null',
    after ? `b/${name}` : '/dev/null',
    decodeText(before),
    decodeText(after),
    undefined,
    undefined,
    { context: CONTEXT_LINES },
  );
  const gitMode = (mode === undefined ? REGULAR_FILE : 0o100000 | mode).toString(8);
  const git = before ? { isDelete: !after } : { isCreate: true, newMode: gitMode };
  // The last line of the patch ends with a line feed, too.
  return formatPatch({ ...patch, isGit: true, ...git })
    .split('\n')
    .slice(0, -1);
}

function decodeText(content: Uint8Array = new Uint8Array()): string {
  return Buffer.from(content).toString('utf8');
}
