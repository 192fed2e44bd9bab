/** The package that a profile belongs to. */
import { isObject } from '../../platform/is-object.js';
import { findPathDefect } from './source-path.js';

export interface ProfilePackage {
  /** Name in its package.json; `null` if it has none. */
  readonly name: string | null;
  /**
   * Directory relative to the top of the repository, with `/` as separator; empty for the top itself; `null` if the run
   * found no repository.
   */
  readonly directory: string | null;
}

/** Whether a value is a package. Profiles are untrusted, so its directory must not lead out of the repository. */
export function isProfilePackage(value: unknown): value is ProfilePackage {
  if (!isObject(value)) return false;
  const { name, directory } = value;
  return (
    (name === null || typeof name === 'string') && (directory === null || isRepositoryDirectory(directory))
  );
}

/** Whether a value is the path of a directory below the top of a repository, or empty. */
export function isRepositoryDirectory(value: unknown): value is string {
  if (typeof value !== 'string') return false;
  return value === '' || (findPathDefect(value) === undefined && value.split('/').every(isDirectoryName));
}

/** Excludes separators, drives and streams of Windows, where a profile may be read, too. */
function isDirectoryName(name: string): boolean {
  return name !== '' && name !== '.' && name !== '..' && !/[\\:\0]/.test(name);
}
