/** Reads the source files that are to be changed, and refuses those that must not be. */
import { lstatSync, realpathSync, statSync } from 'node:fs';
import { basename, dirname, extname, sep } from 'node:path';
import { notEditable, requireWritableFile } from '../file-changes/change-target.js';
import { CovermainError, messageOf } from '../platform/errors.js';
import { isBelow } from '../platform/is-below.js';
import { MAX_SOURCE_BYTES, readRegularFile } from '../platform/regular-files.js';
import { findProjectRoot } from '../project/find-root.js';
import { readModuleType } from '../project/package.js';

/** A source file whose text can be changed. */
export interface EditableFile {
  /** Path for messages, as the user knows it. */
  readonly name: string;
  /** Absolute path without symbolic links. */
  readonly path: string;
  readonly bytes: Uint8Array;
  /** May start with a byte order mark. */
  readonly text: string;
  /** Field `type` of the nearest package.json. */
  readonly packageType: unknown;
}

const SOURCE_EXTENSION = /^\.[cm]?[jt]s$|^\.[jt]sx$/;

/**
 * Reads a file.
 *
 * @param given absolute path
 * @param name the path for messages, as the user knows it
 * @throws CovermainError `INPUT_NOT_FOUND`, `FILE_NOT_EDITABLE`
 */
export function readEditableFile(given: string, name: string): EditableFile {
  const path = resolveFile(given, name);
  requireWritableFile(name, path, statSync(path));
  requireOwnFile(given, path, name);
  const bytes = readRegularFile(path, MAX_SOURCE_BYTES);
  const text = decodeSource(bytes);
  if (text === undefined) throw notEditable(name, 'it is not valid UTF-8', 'Convert it to UTF-8');
  requireSource(path, text, name);
  return { name, path, bytes, text, packageType: readModuleType(findProjectRoot(dirname(path))) };
}

function resolveFile(given: string, name: string): string {
  try {
    return realpathSync(given);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code !== 'ENOENT' && code !== 'ENOTDIR') throw notEditable(name, messageOf(error), 'Check the path');
    if (isLink(given)) throw notEditable(name, 'it is a symbolic link that leads nowhere', 'Delete the link');
    throw new CovermainError(
      'INPUT_NOT_FOUND',
      `Cannot find ${name}: no file has this path. Check the path.`,
    );
  }
}

function isLink(path: string): boolean {
  try {
    return lstatSync(path).isSymbolicLink();
  } catch {
    return false;
  }
}

/** Refuses files of other projects. @throws CovermainError `FILE_NOT_EDITABLE` */
function requireOwnFile(given: string, path: string, name: string): void {
  if (isInstalled(given) || isInstalled(path))
    throw notEditable(name, 'it is in node_modules, where npm replaces it', 'Name a file of your own');
  const root = findProjectRoot(dirname(given));
  if (isBelow(realpathSync(root), path)) return;
  throw notEditable(
    name,
    `it is a symbolic link to ${path}, which is outside of ${root}`,
    'Name the file itself',
  );
}

function isInstalled(path: string): boolean {
  return path.split(sep).includes('node_modules');
}

/** Returns the text of a source file, with its byte order mark; `undefined` if it is not valid UTF-8. */
export function decodeSource(bytes: Uint8Array): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return undefined;
  }
}

/** @throws CovermainError `FILE_NOT_EDITABLE` for a file that is not a program of JavaScript or TypeScript */
function requireSource(path: string, text: string, name: string): void {
  const file = basename(path);
  if (/\.d(?:\.[^.]+)?\.[cm]?ts$/.test(file))
    throw notEditable(name, 'it is a declaration file', 'Name the file that contains the code');
  const isSource = SOURCE_EXTENSION.test(extname(file)) || /^#!.*\bnode\b/.test(text);
  if (!isSource) throw notEditable(name, 'it is not a JavaScript or TypeScript file', 'Name a source file');
}
