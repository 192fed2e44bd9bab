/** Plans the lines that `.gitignore` lacks. */
import { existsSync } from 'node:fs';
import { dirname, join, relative, sep } from 'node:path';
import type { FileChange } from '../../file-changes/file-change.js';
import { MAX_SOURCE_BYTES, readRegularFile } from '../../platform/regular-files.js';
import { detectLineEnd } from '../detect/code-style.js';

const GITIGNORE = '.gitignore';

/**
 * Returns the change that makes Git ignore directories of a project; `undefined` if it does already. The lines are added to
 * the nearest `.gitignore` of the repository, which is created if there is none.
 *
 * @param root absolute path of the project
 * @param directories absolute paths: the project, and those above it in its repository, nearest first
 * @param ignored directories relative to the project, with `/`
 */
export function planGitignore(
  root: string,
  directories: readonly string[],
  ignored: readonly string[],
): FileChange | undefined {
  const files = directories.map((directory) => join(directory, GITIGNORE)).filter((path) => existsSync(path));
  const texts = files.map((path) => ({ path, text: readText(path) }));
  const isIgnored = (name: string) =>
    texts.some(({ path, text }) => ignores(text, pathIn(dirname(path), join(root, name))));
  const missing = ignored.filter((name) => !isIgnored(name));
  if (missing.length === 0) return undefined;
  const path = files[0] ?? join(root, GITIGNORE);
  const before = files.length > 0 ? readRegularFile(path, MAX_SOURCE_BYTES) : undefined;
  const lines = missing.map((name) => lineOf(name, pathIn(dirname(path), join(root, name))));
  return {
    path,
    before,
    after: Buffer.concat([before ?? Buffer.alloc(0), Buffer.from(appendix(before, lines))]),
  };
}

/** Whether the last line of a `.gitignore` that matches a directory, or one above it, ignores it. */
function ignores(text: string, path: string): boolean {
  let isIgnored = false;
  for (const line of text.split(/\r?\n/)) {
    const pattern = line.replace(/(?<!\\)\s+$/, '');
    if (pattern === '' || pattern.startsWith('#')) continue;
    const isNegated = pattern.startsWith('!');
    if (matches(isNegated ? pattern.slice(1) : pattern, path)) isIgnored = !isNegated;
  }
  return isIgnored;
}

/** Git matches nothing by an invalid pattern, such as one that lacks a bracket. */
function matches(pattern: string, path: string): boolean {
  try {
    return toRegExp(pattern).test(path);
  } catch {
    return false;
  }
}

/** Returns an expression that matches the directories that a pattern matches, and what they contain. */
function toRegExp(pattern: string): RegExp {
  const path = pattern.replace(/^\//, '').replace(/\/(?:\*{1,2})?$/, '');
  const isAnchored = /^\/|\/(?!\*{0,2}$)/.test(pattern) && !pattern.startsWith('**/');
  const source = path
    .replace(/^\*\*\//, '')
    .replace(/[.+^${}()|\\]/g, '\\$&')
    .replace(/\*\*\/|\*\*|\*|\?/g, (wildcard) => WILDCARDS[wildcard] ?? '');
  return new RegExp(`${isAnchored ? '^' : '(?:^|/)'}${source}(?:/|$)`);
}

const WILDCARDS: Readonly<Record<string, string>> = {
  '**/': '(?:.*/)?',
  '**': '.*',
  '*': '[^/]*',
  '?': '[^/]',
};

/** Returns the line that ignores a directory. Git reads a pattern with a slash as relative to its file. */
function lineOf(name: string, pathInRepository: string): string {
  return `${name.includes('/') ? pathInRepository : name}/`;
}

/** Returns what is added to a file that may lack its last line end. */
function appendix(before: Uint8Array | undefined, lines: readonly string[]): string {
  const text = Buffer.from(before ?? []).toString('utf8');
  const lineEnd = detectLineEnd(text);
  const start = text === '' || text.endsWith('\n') ? '' : lineEnd;
  return start + lines.map((line) => line + lineEnd).join('');
}

function readText(path: string): string {
  return readRegularFile(path, MAX_SOURCE_BYTES).toString('utf8');
}

function pathIn(directory: string, path: string): string {
  return relative(directory, path).split(sep).join('/');
}
