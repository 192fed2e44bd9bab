/** Lists the selected files below a directory. */
import { type Dirent, existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

/** Tests absolute paths. */
interface PathTests {
  readonly isSelected: (file: string) => boolean;
  /** Whether no file below the directory is selected, so that it is not searched. */
  readonly isPruned: (directory: string) => boolean;
}

/**
 * Returns the selected regular files below a directory, in order, relative to it, with `/` on every platform. Symbolic links are
 * left out: they are other names of files, and Node loads the file that they lead to under its own path. Links that lead nowhere
 * are listed, so that a report names them as unreadable.
 *
 * @param root absolute path; a directory that does not exist has no files
 */
export function listSelectedFiles(root: string, { isSelected, isPruned }: PathTests): readonly string[] {
  const files: string[] = [];
  const visit = (directory: string, prefix: string): void => {
    for (const entry of entriesOf(directory)) {
      const path = join(directory, entry.name);
      const relativePath = prefix + entry.name;
      if (entry.isDirectory()) {
        if (!isPruned(path)) visit(path, `${relativePath}/`);
      } else if (isFileOrBrokenLink(entry, path) && isSelected(path)) files.push(relativePath);
    }
  };
  visit(root, '');
  return files;
}

function isFileOrBrokenLink(entry: Dirent, path: string): boolean {
  return entry.isFile() || (entry.isSymbolicLink() && !existsSync(path));
}

/** Returns the sorted entries of a directory. One that cannot be read has none, as for `test-exclude`: Node loads nothing from it. */
function entriesOf(directory: string): readonly Dirent[] {
  try {
    const entries = readdirSync(directory, { withFileTypes: true });
    return entries.sort((a, b) => (a.name < b.name ? -1 : 1));
  } catch {
    return [];
  }
}
