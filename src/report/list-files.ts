/** Names of files in messages. */
import { listSome } from '../platform/plural-forms.js';
import { metaPathOf } from '../profile/model/file-meta.js';

/** Maximum number of files that one message names. */
const MAX_NAMED_FILES = 10;

/**
 * Returns the names of files, separated by commas: at most ten names, then the number of the rest.
 *
 * @param paths absolute paths
 * @param root absolute path that they are named relative to
 */
export function listFiles(paths: readonly string[], root: string): string {
  const names = paths.map((path) => metaPathOf(root, path));
  return listSome(names, MAX_NAMED_FILES);
}
