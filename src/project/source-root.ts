/** Finds the directory that contains the sources. */
import { existsSync, statSync } from 'node:fs';
import { resolve } from 'node:path';
import { SettingError } from '../platform/errors.js';

interface SourceRootOptions {
  /** Value of `--root`, relative to `cwd`. @default `projectRoot` */
  readonly root?: string | undefined;
  /** Absolute path of the directory in which the command was called. */
  readonly cwd: string;
  /** Absolute path of the project's root. */
  readonly projectRoot: string;
}

/**
 * Returns the absolute path of the directory that contains the sources.
 *
 * @throws SettingError when `root` is not an existing directory
 */
export function findSourceRoot({ root, cwd, projectRoot }: SourceRootOptions): string {
  if (root === undefined) return projectRoot;
  const path = resolve(cwd, root);
  if (existsSync(path) && statSync(path).isDirectory()) return path;
  throw new SettingError({
    name: '--root',
    given: root,
    example: '../service',
    accepted: 'an existing directory',
  });
}
