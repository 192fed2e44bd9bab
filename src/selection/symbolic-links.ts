/** Recognizes paths that lead through symbolic links. They are other names of files, not more files. */
import { realpathSync } from 'node:fs';
import { relative, resolve } from 'node:path';

/** Returns the path without symbolic links, or the given path if it does not exist. @param path absolute */
export function realPathOf(path: string): string {
  try {
    return realpathSync.native(path);
  } catch {
    return path;
  }
}

/**
 * Returns the paths that lead through no symbolic link below the root.
 *
 * @param root absolute path, which may itself lead through links
 * @param paths relative to the root
 */
export function withoutLinks(root: string, paths: readonly string[]): string[] {
  const realRoot = realPathOf(root);
  return paths.filter((path) => {
    const place = relative(root, resolve(root, path));
    const realPath = realPathOf(resolve(root, path));
    return realPath === resolve(realRoot, place) || realPath === resolve(root, place);
  });
}
