/** Temporary folders that hold copies of installed packages, so that these can be selected and measured. */
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

export interface Folder {
  /** Absolute path, without symbolic links. */
  readonly root: string;
  readonly path: (file: string) => string;
  readonly remove: () => void;
}

/**
 * A folder with copies of packages, without their source maps and the hints of other tools: they are measured as they
 * stand. What they depend on are links out of the folder, which Node follows, so that it lies outside of what is measured.
 */
export function folderWith(packages: readonly string[]): Folder {
  const root = realpathSync(mkdtempSync(join(tmpdir(), 'covermain-differential-')));
  const path = (file: string) => join(root, file);
  for (const name of packages) {
    cpSync(join(INSTALLED, name), path(`node_modules/${name}`), {
      recursive: true,
      filter: (source) => !source.endsWith('.map') && source !== join(INSTALLED, name, 'node_modules'),
    });
  }
  disarm(root);
  for (const [name, target] of dependenciesOf(packages)) {
    mkdirSync(dirname(path(`node_modules/${name}`)), { recursive: true });
    symlinkSync(target, path(`node_modules/${name}`), 'dir');
  }
  return { root, path, remove: () => rmSync(root, { recursive: true, force: true }) };
}

function disarm(root: string): void {
  for (const file of readdirSync(root, { recursive: true, encoding: 'utf8' })) {
    if (!/\.[cm]?[jt]s$/.test(file)) continue;
    const text = readFileSync(join(root, file), 'utf8');
    const disarmed = withoutForeignHints(text);
    if (disarmed !== text) writeFileSync(join(root, file), disarmed);
  }
}

/** Where each dependency of the packages is installed, by its name, without these themselves. */
function dependenciesOf(packages: readonly string[]): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  for (const name of packages) {
    for (const dependency of Object.keys(readPackage(name).dependencies ?? {})) {
      if (packages.includes(dependency)) continue;
      found.set(dependency, realpathSync(join(INSTALLED, dependency)));
    }
  }
  return found;
}

function readPackage(name: string): { readonly dependencies?: Readonly<Record<string, string>> } {
  return JSON.parse(readFileSync(join(INSTALLED, name, 'package.json'), 'utf8'));
}
