/** Finds the root of a project. */
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';

/**
 * Returns the nearest directory at or above `from` that contains a package.json, as npm and nyc do. Without one it
 * returns `from`.
 *
 * @param from absolute path
 */
export function findProjectRoot(from: string): string {
  for (let directory = from; ; directory = dirname(directory)) {
    if (existsSync(join(directory, 'package.json'))) return directory;
    if (directory === dirname(directory)) return from;
  }
}
