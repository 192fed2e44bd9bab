/** Files in a note, which may be many. */
import { listSome } from '../platform/plural-forms.js';
import { metaPathOf } from '../profile/model/file-meta.js';

/** At most this many are named in one note. */
const NAMED = 10;

/** @param paths absolute @param root absolute path that they are named relative to */
export function listFiles(paths: readonly string[], root: string): string {
  const names = paths.map((path) => metaPathOf(root, path));
  return listSome(names, NAMED);
}
