/** Installed packages, to be measured as part of a generated project. */
import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, relative } from 'node:path';
import { inRepository } from './project.js';

const require = createRequire(import.meta.url);

/** The `.nycrc` that measures dependencies, and nothing but them. */
export const MEASURES_PACKAGES = JSON.stringify({
  include: ['node_modules/**'],
  'exclude-node-modules': false,
});

/** Absolute path of the module that an installed package is required by. */
export function packageMain(name: string): string {
  return require.resolve(name);
}

/** A package and all that it depends on, each where it is installed: absolute paths by relative ones. */
export function packageTree(name: string): Readonly<Record<string, string>> {
  const found = new Set<string>();
  collect(name, inRepository('.'), found);
  const entries = [...found].map((folder) => [relative(inRepository('.'), folder), folder] as const);
  return Object.fromEntries(entries.sort(([a], [b]) => a.length - b.length));
}

function collect(name: string, from: string, found: Set<string>): void {
  const folder = findPackage(name, from);
  if (found.has(folder)) return;
  found.add(folder);
  const manifest = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as {
    readonly dependencies?: Readonly<Record<string, string>>;
  };
  for (const dependency of Object.keys(manifest.dependencies ?? {})) collect(dependency, folder, found);
}

/** As Node looks for it, in the `node_modules` of each folder upwards. */
function findPackage(name: string, from: string): string {
  const folder = join(from, 'node_modules', ...name.split('/'));
  if (existsSync(join(folder, 'package.json'))) return folder;
  if (dirname(from) === from) throw new Error(`${name} is not installed: npm install`);
  return findPackage(name, dirname(from));
}
