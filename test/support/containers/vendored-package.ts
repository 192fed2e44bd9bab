/** Installs the packed covermain without a registry: the packages that it depends on come from the repository. */
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, relative } from 'node:path';
import { packRepository } from '../packed-package.js';
import { REPOSITORY } from '../project.js';

let template: string | undefined;

/** Installs the packed covermain and the packages that it depends on into `node_modules` of a project. */
export function installPackedInto(project: string): void {
  const modules = join(project, 'node_modules');
  mkdirSync(modules, { recursive: true });
  copyFiles(`${templateModules()}/.`, modules);
}

/**
 * Packs covermain together with the packages that it depends on, so that npm installs it without a registry.
 *
 * @param file absolute path of the archive to write
 */
export function packWithDependencies(file: string): void {
  const work = mkdtempSync(`${file}-`);
  const covermain = join(work, 'covermain');
  copyFiles(join(templateModules(), 'covermain'), covermain);
  copyFiles(templateModules(), join(covermain, 'node_modules'));
  rmSync(join(covermain, 'node_modules/covermain'), { recursive: true });
  const path = join(covermain, 'package.json');
  const manifest = JSON.parse(readFileSync(path, 'utf8')) as Manifest;
  const bundling = { ...manifest, bundleDependencies: Object.keys(manifest.dependencies) };
  // The file is a hard link to that of the template.
  rmSync(path);
  writeFileSync(path, JSON.stringify(bundling));
  execFileSync('tar', ['--create', '--file', file, '--directory', work, 'covermain']);
  rmSync(work, { recursive: true });
}

interface Manifest {
  readonly dependencies: Readonly<Record<string, string>>;
}

/** Returns a `node_modules` with covermain and its dependencies. The first call creates it. */
function templateModules(): string {
  if (template !== undefined) return template;
  const directory = mkdtempSync(join(tmpdir(), 'covermain-vendored-'));
  process.once('exit', () => rmSync(directory, { recursive: true, force: true }));
  template = join(directory, 'node_modules');
  const covermain = join(template, 'covermain');
  mkdirSync(covermain, { recursive: true });
  const { tarball } = packRepository();
  execFileSync('tar', ['--extract', '--file', tarball, '--directory', covermain, '--strip-components=1']);
  for (const directory of dependencies()) {
    mkdirSync(dirname(join(template, directory)), { recursive: true });
    execFileSync('cp', ['-a', join(REPOSITORY, 'node_modules', directory), join(template, directory)]);
  }
  return template;
}

/** Copies as hard links: a test must not write into the files. */
function copyFiles(from: string, to: string): void {
  execFileSync('cp', ['-al', from, to]);
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
