/** Finds the packages of a workspace that covermain can be added to. */
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { isJsonObject } from '../../platform/is-object.js';
import { metaPathOf } from '../../profile/model/file-meta.js';
import { findRepositoryTop, listPackages, resolveLinks } from '../../project/package.js';
import { type Manifest, readManifestFile } from './manifest.js';

/** Whether a directory is the root of a workspace of npm, pnpm, Yarn or Bun. */
export function isWorkspaceRoot(root: string, { content }: Manifest): boolean {
  return content.workspaces !== undefined || existsSync(join(root, 'pnpm-workspace.yaml'));
}

/** Returns the absolute paths of the packages below the root of a workspace, nearest first. */
export function listWorkspacePackages(root: string): readonly string[] {
  return listPackages(root).filter((directory) => directory !== root);
}

/** Returns the absolute paths of a project and the directories above it, up to the top of its repository. */
export function listRepositoryDirectories(root: string): readonly string[] {
  const top = findRepositoryTop(root);
  const directories = [root];
  for (let directory = root; top !== undefined && resolveLinks(directory) !== top; ) {
    directory = dirname(directory);
    if (directory === dirname(directory)) return [root];
    directories.push(directory);
  }
  return directories;
}

/**
 * Whether npm finds a package with `--workspace`: the outermost `workspaces` above it select it. npm ignores nested ones.
 *
 * @param directories absolute paths: the package, and the directories above it in its repository, nearest first
 */
export function isWorkspaceMember([directory = '', ...above]: readonly string[]): boolean {
  const workspaces = above.map((root) => ({ root, patterns: listPatterns(root) }));
  const outermost = workspaces.findLast(({ patterns }) => patterns.length > 0);
  return outermost !== undefined && selects(outermost.patterns, metaPathOf(outermost.root, directory));
}

/** Returns `workspaces` of a package.json; none if it cannot be read. */
function listPatterns(root: string): readonly string[] {
  try {
    const { workspaces } = readManifestFile(root).content;
    const patterns = isJsonObject(workspaces) ? workspaces.packages : workspaces;
    return Array.isArray(patterns) ? patterns.filter((pattern) => typeof pattern === 'string') : [];
  } catch {
    return [];
  }
}

/** Whether the last pattern that matches a path selects it. @param path relative, with `/` */
function selects(patterns: readonly string[], path: string): boolean {
  const last = patterns.findLast((pattern) => toRegExp(pattern).test(path));
  return last !== undefined && !last.startsWith('!');
}

/** Braces and brackets match any text: a package that looks like a member probably is one. */
function toRegExp(pattern: string): RegExp {
  const path = pattern.replace(/^!?(?:\.?\/)?/, '').replace(/\/+$/, '');
  const source = path.replace(
    /\{[^}]*\}|\[[^\]]*\]|\*\*\/|\*\*|\*|\?|[.+^$()|\\{}[\]]/g,
    (token) => WILDCARDS[token] ?? (token.length > 1 ? '.*' : `\\${token}`),
  );
  return new RegExp(`^${source}$`);
}

const WILDCARDS: Readonly<Record<string, string>> = {
  '**/': '(?:.*/)?',
  '**': '.*',
  '*': '[^/]*',
  '?': '[^/]',
};
