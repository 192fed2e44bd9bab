/** Installs the packed covermain without a registry: the packages that it depends on come from the repository. */
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { packRepository } from '../packed-package.js';
import { REPOSITORY } from '../project.js';

/** Unpacks the packed covermain into `node_modules` of a project, and copies the packages that it depends on. */
export function installPackedInto(project: string): void {
  const modules = join(project, 'node_modules');
  unpackInto(join(modules, 'covermain'));
  copyDependenciesInto(modules);
}

/**
 * Packs covermain together with the packages that it depends on, so that npm installs it without a registry.
 *
 * @param file absolute path of the archive to write
 */
export function packWithDependencies(file: string): void {
  const work = mkdtempSync(`${file}-`);
  const covermain = join(work, 'covermain');
  unpackInto(covermain);
  copyDependenciesInto(join(covermain, 'node_modules'));
  const path = join(covermain, 'package.json');
  const manifest = JSON.parse(readFileSync(path, 'utf8')) as Manifest;
  writeFileSync(
    path,
    JSON.stringify({ ...manifest, bundleDependencies: Object.keys(manifest.dependencies) }),
  );
  execFileSync('tar', ['--create', '--file', file, '--directory', work, 'covermain']);
  rmSync(work, { recursive: true });
}

interface Manifest {
  readonly dependencies: Readonly<Record<string, string>>;
}

function unpackInto(directory: string): void {
  mkdirSync(directory, { recursive: true });
  const { tarball } = packRepository();
  execFileSync('tar', ['--extract', '--file', tarball, '--directory', directory, '--strip-components=1']);
}

function copyDependenciesInto(modules: string): void {
  for (const directory of dependencies()) {
    mkdirSync(dirname(join(modules, directory)), { recursive: true });
    execFileSync('cp', ['-a', join(REPOSITORY, 'node_modules', directory), join(modules, directory)]);
  }
}

/** Returns the directories in the repository's `node_modules` of the packages that covermain needs to run. */
function dependencies(): readonly string[] {
  const output = execFileSync('npm', ['ls', '--omit=dev', '--all', '--parseable'], {
    cwd: REPOSITORY,
    encoding: 'utf8',
  });
  const paths = output.trim().split('\n').slice(1);
  const directories = paths.map((path) => relative(join(REPOSITORY, 'node_modules'), path));
  return directories.filter((directory) => !directory.includes('node_modules'));
}
