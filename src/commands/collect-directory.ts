/** `covermain collect directory DIR…`: copies the profiles of volumes and archives into one profile directory. */
import { resolve } from 'node:path';
import { collectDirectory, targetOfPath } from '../remote/collect-directory.js';
import { type CollectCommandOptions, collectCommand } from './collect.js';

/** @returns the exit code @throws as `collectCommand` */
export function collectDirectoryCommand(
  options: CollectCommandOptions,
  paths: readonly string[],
): Promise<number> {
  const { cwd } = options;
  const targets = [...new Map(paths.map((path) => [resolve(cwd, path), targetOfPath(path)])).values()];
  return collectCommand(options, () => ({
    source: null,
    listTargets: async () => ({ targets, skipped: [] }),
    collect: ({ id }, { store, signal }) => collectDirectory(resolve(cwd, id), { store, signal }),
  }));
}
