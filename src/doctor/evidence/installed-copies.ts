/** Finds the copies of covermain that a project has installed. */
import { existsSync, readdirSync, realpathSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { readDataText } from '../../platform/read-text-file.js';

export interface InstalledCopy {
  /** Absolute path without symbolic links. */
  readonly directory: string;
  readonly version: string;
}

/** Returns the copy that this code belongs to. */
export function ownCopy(): InstalledCopy {
  return readCopy(dirname(createRequire(import.meta.url).resolve('covermain/package.json')));
}

/** Returns the copy that the project's files import, and those of its dependencies. */
export function findInstalledCopies(root: string): readonly InstalledCopy[] {
  const modules = join(root, 'node_modules');
  return [modules, ...listPackages(modules).map((directory) => join(directory, 'node_modules'))]
    .map((directory) => join(directory, 'covermain'))
    .filter((directory) => existsSync(join(directory, 'package.json')))
    .map(readCopy);
}

function listPackages(modules: string): readonly string[] {
  if (!existsSync(modules)) return [];
  return readdirSync(modules).flatMap((name) =>
    name.startsWith('@')
      ? readdirSync(join(modules, name)).map((scoped) => join(modules, name, scoped))
      : [join(modules, name)],
  );
}

function readCopy(directory: string): InstalledCopy {
  const { version } = JSON.parse(readDataText(join(directory, 'package.json'))) as {
    readonly version: string;
  };
  return { directory: realpathSync(directory), version };
}
