/** Files of images: programs of this machine with the libraries that they load. */
import { execFileSync } from 'node:child_process';
import { chmodSync, copyFileSync, mkdirSync, readdirSync, realpathSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { REPOSITORY } from '../project.js';

/** Creates the root directory of an image with Node.js and a directory for temporary files. */
export function createNodeRoot(root: string): void {
  copyProgram(realpathSync(process.execPath), root, '/usr/bin/node');
  for (const addon of nativeAddons()) copyLibraries(addon, root);
  mkdirSync(join(root, 'tmp'));
  chmodSync(join(root, 'tmp'), 0o1777);
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
