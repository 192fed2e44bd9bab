/** Installs the runners and tools that the tests of `test/runners/` start, once per test run, outside the repository. */
import { mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Files, Project } from './project.js';
import { makeProject, REPOSITORY } from './project.js';
import { npmInstallOrSkip } from './registry.js';

const PACKAGES = [
  '@nestjs/cli@12',
  '@nestjs/common@12',
  '@nestjs/core@12',
  '@nestjs/platform-express@12',
  '@swc-node/register',
  '@swc/core',
  '@types/node@20',
  'concurrently@9',
  'esbuild',
  'esbuild-register',
  'mocha',
  'nodemon@3',
  'pm2@7',
  'pnpm@10',
  'reflect-metadata',
  'rxjs',
  'ts-node@10',
  'tsx',
  'typescript@5',
  'yarn@1',
];

let installed: string | undefined;

/**
 * Creates a project in which the tools are installed. If the registry cannot be reached, marks the tests of a suite as
 * pending, or fails if `COVERMAIN_RUNNERS` is `required`.
 */
export function makeProjectWithTools(suite: Mocha.Context, files: Files): Project {
  const directory = installTools(suite);
  const project = makeProject(files);
  rmSync(project.path('node_modules'), { recursive: true });
  symlinkSync(join(directory, 'node_modules'), project.path('node_modules'), 'dir');
  return project;
}

/** Returns the directory in whose `node_modules` the tools are. */
export function installTools(suite: Mocha.Context): string {
  installed ??= install(suite);
  return installed;
}

function install(suite: Mocha.Context): string {
  const directory = realpathSync(mkdtempSync(join(tmpdir(), 'covermain-tools-')));
  process.once('exit', () => rmSync(directory, { recursive: true, force: true }));
  writeFileSync(join(directory, 'package.json'), '{}');
  npmInstallOrSkip(suite, directory, PACKAGES);
  symlinkSync(REPOSITORY, join(directory, 'node_modules/covermain'), 'dir');
  symlinkSync(join(REPOSITORY, 'bin/covermain.js'), join(directory, 'node_modules/.bin/covermain'));
  return directory;
}
