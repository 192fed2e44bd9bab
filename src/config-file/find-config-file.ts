/** Finds the config file of a project. */
import { readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { CovermainError } from '../platform/errors.js';
import { findRepositoryTop, resolveLinks } from '../project/package.js';

export const CONFIG_NAME = /^covermain\.config\.([cm]?[jt]s|json)$/;

/**
 * Returns the config file of the nearest directory that has one: the root of the project, or a directory above it in the
 * same repository, such as the root of a workspace. Config files are not merged.
 *
 * @param root absolute path of the project
 * @returns an absolute path; `undefined` without a config file
 * @throws CovermainError `CONFIG_INVALID` if a directory has two
 */
export function findConfigFile(root: string): string | undefined {
  const top = findRepositoryTop(root);
  for (let directory = root; ; directory = dirname(directory)) {
    const [file, other] = listNames(directory).filter((name) => CONFIG_NAME.test(name));
    if (file !== undefined && other !== undefined) throw twoFiles(directory, file, other);
    if (file !== undefined) return join(directory, file);
    const isTop = top === undefined || resolveLinks(directory) === top;
    if (isTop || directory === dirname(directory)) return undefined;
  }
}

function twoFiles(directory: string, file: string, other: string): CovermainError {
  return new CovermainError(
    'CONFIG_INVALID',
    `Two config files in ${directory}: ${file} and ${other}. Keep only one of them.`,
  );
}

function listNames(directory: string): readonly string[] {
  try {
    return readdirSync(directory).sort();
  } catch {
    return []; // a directory that this user cannot list
  }
}
