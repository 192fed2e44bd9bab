/** The folder that sources are looked up in. */
import { existsSync, statSync } from 'node:fs';
import { resolve } from 'node:path';
import { SettingError } from '../platform/errors.js';
import { findProjectRoot } from './find-root.js';

interface SourceRootOptions {
  /** Relative to `cwd`. @default the project's */
  readonly root?: string;
  /** Any folder of the project. */
  readonly cwd: string;
}

/**
 * @returns its absolute path
 * @throws SettingError where `root` is no folder
 */
export function findSourceRoot({ root, cwd }: SourceRootOptions): string {
  if (root === undefined) return findProjectRoot(cwd);
  const path = resolve(cwd, root);
  if (existsSync(path) && statSync(path).isDirectory()) return path;
  throw new SettingError({
    name: '--root',
    given: root,
    example: '../service',
    accepted: 'a folder that is there',
  });
}
