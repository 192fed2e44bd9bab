/** Reads files of commits as they would be on the disk. */
import { withoutByteOrderMark } from '../platform/byte-order-mark.js';
import type { Repository } from './repository.js';

/**
 * Returns the text of a file in a commit without its byte order mark, or `undefined` if the commit does not contain the file.
 * Git converts it as in a checkout, so line ends are those of the work tree.
 *
 * @param path absolute path, as `Repository.pathOf` returns it
 */
export async function readTextAtCommit(
  { tryGit, nameOf }: Repository,
  commit: string,
  path: string,
): Promise<string | undefined> {
  const { exitCode, stdout } = await tryGit('cat-file', '--filters', `${commit}:${nameOf(path)}`);
  return exitCode === 0 ? withoutByteOrderMark(stdout.toString('utf8')) : undefined;
}
