/** Temporary directories with copies of installed packages, so that these can be selected and measured. */
import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { REPOSITORY } from '../../support/project.js';
import { withoutForeignHints } from './foreign-hints.js';

const INSTALLED = join(REPOSITORY, 'node_modules');

export interface PackageDirectory {
  /** Absolute path, without symbolic links. */
  readonly root: string;
  readonly path: (file: string) => string;
  readonly remove: () => void;
}

/**
 * Creates a directory with copies of packages. Source maps and ignore hints of other tools are removed, so that the
 * packages themselves are measured completely. Their dependencies are links to directories outside, which are not
 * measured, because Node follows the links.
 */
export function makePackageDirectory(packages: readonly string[]): PackageDirectory {
  const root = realpathSync(mkdtempSync(join(tmpdir(), 'covermain-differential-')));
  const path = (file: string) => join(root, file);
  for (const name of packages) {
    cpSync(join(INSTALLED, name), path(`node_modules/${name}`), {
      recursive: true,
      filter: (source) => !source.endsWith('.map') && source !== join(INSTALLED, name, 'node_modules'),
    });
  }
  removeForeignHints(root);
  for (const [name, target] of dependenciesOf(packages)) {
    mkdirSync(dirname(path(`node_modules/${name}`)), { recursive: true });
    symlinkSync(target, path(`node_modules/${name}`), 'dir');
  }
  return { root, path, remove: () => rmSync(root, { recursive: true, force: true }) };
}

function removeForeignHints(root: string): void {
  for (const file of readdirSync(root, { recursive: true, encoding: 'utf8' })) {
    if (!/\.[cm]?[jt]s$/.test(file)) continue;
    const text = readFileSync(join(root, file), 'utf8');
    const changed = withoutForeignHints(text);
    if (changed !== text) writeFileSync(join(root, file), changed);
  }
}

/** Returns the directories of the packages' dependencies by name, except the packages themselves. */
function dependenciesOf(packages: readonly string[]): ReadonlyMap<string, string> {
  const directories = new Map<string, string>();
  for (const name of packages) {
    for (const dependency of Object.keys(readPackage(name).dependencies ?? {})) {
      if (packages.includes(dependency)) continue;
      directories.set(dependency, realpathSync(join(INSTALLED, dependency)));
    }
  }
  return directories;
}

function readPackage(name: string): { readonly dependencies?: Readonly<Record<string, string>> } {
  return JSON.parse(readFileSync(join(INSTALLED, name, 'package.json'), 'utf8'));
}
