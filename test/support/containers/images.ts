/** Images that need no registry: they consist of this machine's Node.js and its libraries. They have no shell and no users. */
import { execFileSync } from 'node:child_process';
import {
  chmodSync,
  copyFileSync,
  cpSync,
  mkdirSync,
  readdirSync,
  realpathSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { packRepository } from '../packed-package.js';
import { REPOSITORY } from '../project.js';
import { execute, type Podman } from './podman.js';

export const NODE_IMAGE = 'localhost/covermain-test/node:latest';

/** Imports the image with Node.js. */
export async function importNodeImage(podman: Podman): Promise<void> {
  const root = join(podman.directory, 'node-image');
  copyProgram(realpathSync(process.execPath), root, '/usr/bin/node');
  for (const addon of nativeAddons()) copyLibraries(addon, root);
  mkdirSync(join(root, 'tmp'));
  chmodSync(join(root, 'tmp'), 0o1777);
  await importDirectory(podman, root, NODE_IMAGE, ['ENV PATH=/usr/bin:/bin', 'ENTRYPOINT ["node"]']);
}

/** Makes an image of a directory. @param changes instructions of a Dockerfile */
export async function importDirectory(
  podman: Podman,
  root: string,
  image: string,
  changes: readonly string[],
): Promise<void> {
  const archive = `${root}.tar`;
  await execute(
    'tar',
    ['--create', '--file', archive, '--directory', root, '--owner=0', '--group=0', '.'],
    {},
  );
  const options = changes.flatMap((change) => ['--change', change]);
  await podman.run(['import', '--quiet', ...options, archive, image]);
}

/** Copies a program and the libraries that it loads. @param target path in the image */
export function copyProgram(program: string, root: string, target: string): void {
  copyInto(program, join(root, target));
  copyLibraries(program, root);
}

function copyLibraries(program: string, root: string): void {
  for (const library of librariesOf(program)) copyInto(library, join(root, library));
}

/** Returns the native parts of the parser: they need a library that Node.js itself does not load. */
function nativeAddons(): readonly string[] {
  const scope = join(REPOSITORY, 'node_modules/@oxc-parser');
  const names = readdirSync(scope, { recursive: true, encoding: 'utf8' });
  return names.filter((name) => name.endsWith('.node')).map((name) => join(scope, name));
}

function librariesOf(program: string): readonly string[] {
  const output = execFileSync('ldd', [program], { encoding: 'utf8' });
  return [...output.matchAll(/(?:=> |^\s*)(\/\S+) \(0x/gm)].map(([, path]) => path ?? '');
}

function copyInto(from: string, to: string): void {
  mkdirSync(dirname(to), { recursive: true });
  copyFileSync(realpathSync(from), to);
}

/**
 * Builds the image of an app with the packed covermain and its dependencies in `/app/node_modules`. The dependencies are those
 * of the repository, so that no registry is needed.
 *
 * @param app absolute path of the app
 */
export async function buildCoverageImage(podman: Podman, app: string, image: string): Promise<void> {
  const context = join(podman.directory, 'coverage-image');
  cpSync(app, join(context, 'app'), { recursive: true });
  installPackedInto(join(context, 'app'));
  const containerfile = join(context, 'Containerfile');
  writeFileSync(containerfile, `FROM ${NODE_IMAGE}\nWORKDIR /app\nCOPY app /app\nUSER 65532:65532\n`);
  await podman.run(['build', '--quiet', '--tag', image, '--file', containerfile, context]);
}

/** Unpacks the packed covermain into `node_modules` of a project, and copies the packages that it depends on. */
export function installPackedInto(project: string): void {
  const modules = join(project, 'node_modules');
  const covermain = join(modules, 'covermain');
  mkdirSync(covermain, { recursive: true });
  const { tarball } = packRepository();
  execFileSync('tar', ['--extract', '--file', tarball, '--directory', covermain, '--strip-components=1']);
  for (const directory of dependencies()) {
    mkdirSync(dirname(join(modules, directory)), { recursive: true });
    execFileSync('cp', ['-a', join(REPOSITORY, 'node_modules', directory), join(modules, directory)]);
  }
}

/** Returns the names of the packages in the repository's `node_modules` that covermain needs to run. */
function dependencies(): readonly string[] {
  const output = execFileSync('npm', ['ls', '--omit=dev', '--all', '--parseable'], {
    cwd: REPOSITORY,
    encoding: 'utf8',
  });
  const paths = output.trim().split('\n').slice(1);
  const directories = paths.map((path) => relative(join(REPOSITORY, 'node_modules'), path));
  return directories.filter((directory) => !directory.includes('node_modules') && directory !== '');
}
