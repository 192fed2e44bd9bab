/** Finds the packages of a workspace that covermain can be added to. */
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { findRepositoryTop, listPackages, resolveLinks } from '../../project/package.js';
import type { Manifest } from './manifest.js';

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
