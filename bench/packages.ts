/** Finds installed packages, which generated projects contain as measured code. */
import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, relative } from 'node:path';
import { inRepository } from './project.js';

const require = createRequire(import.meta.url);

/** Text of a `.nycrc` that measures only dependencies. */
export const MEASURES_PACKAGES = JSON.stringify({
  include: ['node_modules/**'],
  'exclude-node-modules': false,
});

/** Returns the absolute path of the main module of an installed package. */
export function packageMain(name: string): string {
  return require.resolve(name);
}

/**
 * Returns the directories of a package and of all its dependencies: absolute paths by paths relative to the repository.
 */
export function packageTree(name: string): Readonly<Record<string, string>> {
  const found = new Set<string>();
  collect(name, inRepository('.'), found);
  const entries = [...found].map((directory) => [relative(inRepository('.'), directory), directory] as const);
  return Object.fromEntries(entries.sort(([a], [b]) => a.length - b.length));
}

function collect(name: string, from: string, found: Set<string>): void {
  const directory = findPackage(name, from);
  if (found.has(directory)) return;
  found.add(directory);
  const manifest = JSON.parse(readFileSync(join(directory, 'package.json'), 'utf8')) as {
    readonly dependencies?: Readonly<Record<string, string>>;
  };
  for (const dependency of Object.keys(manifest.dependencies ?? {})) collect(dependency, directory, found);
}

/** Returns the directory of a package. Searches `node_modules` of each parent directory, as Node does. */
function findPackage(name: string, from: string): string {
  const directory = join(from, 'node_modules', ...name.split('/'));
  if (existsSync(join(directory, 'package.json'))) return directory;
  if (dirname(from) === from) throw new Error(`The package ${name} is not installed. Run npm install.`);
  return findPackage(name, dirname(from));
}
