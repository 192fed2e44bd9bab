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
  /** Option before the directory of a package that is not in the workspace. @default `directory` */
  readonly outside?: string;
}

const COMMANDS: Readonly<Record<PackageManager, Commands>> = {
  npm: { install: 'install --save-dev', root: '', directory: '--workspace', outside: '--prefix' },
  pnpm: { install: 'add -D', root: '-w', directory: '--dir' },
  yarn: { install: 'add -D', root: '-W', directory: '--cwd' },
  bun: { install: 'add -d', root: '', directory: '--cwd' },
};

/** A package other than that of the current directory. */
export interface OtherPackage {
  /** Path relative to the current directory. */
  readonly directory: string;
  /** Whether the package manager finds it by the `workspaces` of a directory above it. */
  readonly isMember: boolean;
}

/**
 * Returns the command that installs a package for development.
 *
 * @param isRoot whether to install into the root of a workspace
 * @param other `undefined` for the package of the current directory
 */
export function installCommand(
  manager: PackageManager,
  name: string,
  isRoot: boolean,
  other: OtherPackage | undefined,
): string {
  const { install, root } = COMMANDS[manager];
  return joinWords(manager, directoryOption(manager, other), install, isRoot ? root : '', name);
}

/** Returns the command that runs a script. @param other `undefined` for the package of the current directory */
export function scriptCommand(
  manager: PackageManager,
  script: string,
  other: OtherPackage | undefined,
): string {
  return joinWords(manager, directoryOption(manager, other), 'run', script);
}

function directoryOption(manager: PackageManager, other: OtherPackage | undefined): string {
  if (other === undefined) return '';
  const { directory, isMember } = other;
  const { directory: member, outside = member } = COMMANDS[manager];
  const isPlain = /^[\w./@+-]+$/.test(directory);
  return `${isMember ? member : outside} ${isPlain ? directory : `'${directory.replaceAll("'", "'\\''")}'`}`;
}

function joinWords(...words: readonly string[]): string {
  return words.filter((word) => word !== '').join(' ');
}
