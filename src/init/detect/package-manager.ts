/** Detects the package manager of a project. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { isJsonObject } from '../../platform/is-object.js';
import { parseJson } from '../../platform/parse-json.js';
import { readDataText } from '../../platform/read-text-file.js';
import { MANIFEST } from '../../project/package.js';

export type PackageManager = 'npm' | 'pnpm' | 'yarn' | 'bun';

/** Files that the package managers write. */
const FILES: readonly (readonly [file: string, manager: PackageManager])[] = [
  ['pnpm-lock.yaml', 'pnpm'],
  ['pnpm-workspace.yaml', 'pnpm'],
  ['yarn.lock', 'yarn'],
  ['bun.lock', 'bun'],
  ['bun.lockb', 'bun'],
  ['package-lock.json', 'npm'],
  ['npm-shrinkwrap.json', 'npm'],
];

/**
 * Returns the package manager that the nearest directory names: by `packageManager` in package.json, else by its lock
 * file.
 *
 * @param directories absolute paths: the project and the directories above it in its repository, nearest first
 * @returns npm if none names one
 */
export function detectPackageManager(directories: readonly string[]): PackageManager {
  for (const directory of directories) {
    const manager = readField(directory) ?? FILES.find(([file]) => existsSync(join(directory, file)))?.[1];
    if (manager) return manager;
  }
  return 'npm';
}

function readField(directory: string): PackageManager | undefined {
  try {
    const manifest = parseJson(readDataText(join(directory, MANIFEST)));
    const field = isJsonObject(manifest) ? String(manifest.packageManager) : '';
    return FILES.find(([, manager]) => field.startsWith(`${manager}@`))?.[1];
  } catch {
    return undefined; // a directory above the project may have no package.json, or one that its package manager refuses
  }
}

/** What the commands of a package manager consist of. */
interface Commands {
  readonly install: string;
  /** Option for the root of a workspace. */
  readonly root: string;
  /** Option before the directory of another package. */
  readonly directory: string;
}

const COMMANDS: Readonly<Record<PackageManager, Commands>> = {
  npm: { install: 'install --save-dev', root: '', directory: '--workspace' },
  pnpm: { install: 'add -D', root: '-w', directory: '--dir' },
  yarn: { install: 'add -D', root: '-W', directory: '--cwd' },
  bun: { install: 'add -d', root: '', directory: '--cwd' },
};

/**
 * Returns the command that installs a package for development.
 *
 * @param isRoot whether to install into the root of a workspace
 * @param directory of another package; `undefined` for the current one
 */
export function installCommand(
  manager: PackageManager,
  name: string,
  isRoot: boolean,
  directory: string | undefined,
): string {
  const { install, root } = COMMANDS[manager];
  return joinWords(manager, directoryOption(manager, directory), install, isRoot ? root : '', name);
}

/** Returns the command that runs a script. @param directory of another package; `undefined` for the current one */
export function scriptCommand(
  manager: PackageManager,
  script: string,
  directory: string | undefined,
): string {
  return joinWords(manager, directoryOption(manager, directory), 'run', script);
}

function directoryOption(manager: PackageManager, directory: string | undefined): string {
  if (directory === undefined) return '';
  const isPlain = /^[\w./@+-]+$/.test(directory);
  return `${COMMANDS[manager].directory} ${isPlain ? directory : `'${directory.replaceAll("'", "'\\''")}'`}`;
}

function joinWords(...words: readonly string[]): string {
  return words.filter((word) => word !== '').join(' ');
}
