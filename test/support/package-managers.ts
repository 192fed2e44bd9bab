/** Installs the dependencies of repositories with npm, pnpm and Yarn 1. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Files } from './project.js';
import { installOrSkip, npmInstallOrSkip } from './registry.js';

export interface PackageManager {
  readonly name: 'npm' | 'pnpm' | 'yarn';
  /** Version of a dependency on another package of the repository. */
  readonly workspaceVersion: string;
  /** Files that it needs at the root of a workspace. */
  readonly files: Files;
  readonly install: readonly string[];
  /** Command line that runs the executable of an installed package. */
  readonly execute: readonly [string, ...string[]];
  /** Command line that runs a script of package.json. */
  readonly run: readonly [string, ...string[]];
}

const WITHOUT_SCRIPTS = ['install', '--prefer-offline', '--ignore-scripts'];

export const PACKAGE_MANAGERS: readonly PackageManager[] = [
  {
    name: 'npm',
    workspaceVersion: '1.0.0',
    files: {},
    install: [...WITHOUT_SCRIPTS, '--no-audit', '--no-fund', '--loglevel=error'],
    execute: ['npx'],
    run: ['npm', 'run'],
  },
  {
    name: 'pnpm',
    workspaceVersion: 'workspace:*',
    files: { 'pnpm-workspace.yaml': 'packages:\n  - services/*\n  - packages/*\n' },
    install: WITHOUT_SCRIPTS,
    execute: ['pnpm', 'exec'],
    run: ['pnpm', 'run'],
  },
  {
    // Without its option, Yarn refuses a dependency of mocha on Node 20: it takes the newest version, which needs Node 22.
    name: 'yarn',
    workspaceVersion: '1.0.0',
    files: {},
    install: [...WITHOUT_SCRIPTS, '--silent', '--ignore-engines'],
    execute: ['yarn', '--silent'],
    run: ['yarn', 'run'],
  },
];

let executables: string | undefined;

/** Returns the variable `PATH` with pnpm 10 and Yarn 1, which are installed once per test run. */
export function pathWithManagers(suite: Mocha.Context): string {
  executables ??= installManagers(suite);
  return `${executables}:${process.env.PATH}`;
}

/** Installs the dependencies of a repository. @param directory absolute path */
export function installDependencies(suite: Mocha.Context, directory: string, manager: PackageManager): void {
  const PATH = pathWithManagers(suite);
  installOrSkip(suite, directory, 'env', [`PATH=${PATH}`, manager.name, ...manager.install]);
}

function installManagers(suite: Mocha.Context): string {
  const directory = mkdtempSync(join(tmpdir(), 'covermain-managers-'));
  process.once('exit', () => rmSync(directory, { recursive: true, force: true }));
  writeFileSync(join(directory, 'package.json'), '{}');
  npmInstallOrSkip(suite, directory, ['pnpm@10', 'yarn@1']);
  return join(directory, 'node_modules/.bin');
}
