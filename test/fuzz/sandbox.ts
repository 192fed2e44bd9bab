/** A directory tree that a case may read and, in one directory, write. Secrets around the project must stay unread. */
import { execFileSync } from 'node:child_process';
import {
  lstatSync,
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
import { dirname, join, relative, sep } from 'node:path';
import { GIT_ENVIRONMENT } from '../support/git.js';
import type { InputFiles } from './fuzz-case.js';
import { SOURCES } from './valid-inputs.js';

/** Text of the files that no output may contain. */
export const SECRET = 'secret-9f3c1d77-of-another-project';

export interface Sandbox {
  /** Absolute path of the project, which is the root. */
  readonly project: string;
  /** Absolute path of the changed input. */
  readonly input: string;
  /** Absolute path of the directory that commands write to. */
  readonly output: string;
  /** Absolute path of a valid profile directory. */
  readonly valid: string;
  /** Writes an input, and removes the last one and its outputs. */
  readonly prepare: (files: InputFiles) => void;
  /** Returns a line for each file outside of the output directory: its path, size and time. */
  readonly list: () => readonly string[];
  readonly remove: () => void;
}

export function createSandbox(): Sandbox {
  const base = realpathSync(mkdtempSync(join(tmpdir(), 'covermain-fuzz-')));
  const [project, input, output, valid] = ['project', 'input', 'output', 'valid'].map((name) =>
    join(base, name),
  ) as [string, string, string, string];
  writeFiles(project, { ...SOURCES, 'package.json': '{"name": "shop", "type": "module"}' });
  writeFiles(base, {
    'secret.txt': SECRET,
    'canary/secret.js': `const key = '${SECRET}';\n`,
    'project/notes.txt': 'n',
  });
  symlinkSync('../../canary/secret.js', join(project, 'src/link.js'));
  const git = (...args: readonly string[]) =>
    execFileSync('git', args, { cwd: project, env: GIT_ENVIRONMENT as NodeJS.ProcessEnv });
  git('init', '--quiet');
  git('add', '.');
  git('commit', '--quiet', '--message', 'first');
  writeFiles(project, { 'src/main.js': `${SOURCES['src/main.js']}` });
  return {
    project,
    input,
    output,
    valid,
    prepare(files) {
      for (const path of [input, output]) rmSync(path, { recursive: true, force: true });
      mkdirSync(output);
      writeInput(input, files);
    },
    list: () => listTree(base, (path) => path === output || path === join(project, '.git')),
    remove: () => rmSync(base, { recursive: true, force: true }),
  };
}

/** Writes the files of an input to a path: a directory, or a file whose relative path is empty. */
export function writeInput(path: string, files: InputFiles): void {
  for (const [name, bytes] of files) {
    const file = name === '' ? path : join(path, name);
    // A changed name may be one that a directory cannot have, or lead out of the input.
    if (file !== path && !file.startsWith(path + sep)) continue;
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, bytes);
  }
}

function writeFiles(root: string, files: Readonly<Record<string, string>>): void {
  for (const [path, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), text);
  }
}

function listTree(base: string, isSkipped: (path: string) => boolean): readonly string[] {
  const lines: string[] = [];
  const visit = (directory: string): void => {
    for (const name of readdirSync(directory).sort()) {
      const path = join(directory, name);
      if (isSkipped(path)) continue;
      const stat = lstatSync(path);
      if (stat.isDirectory()) {
        lines.push(`${relative(base, path)}/`);
        visit(path);
      } else lines.push(`${relative(base, path)} ${stat.size} ${stat.mtimeMs} ${stat.mode}`);
    }
  };
  visit(base);
  return lines;
}

/**
 * Returns the files below a directory, by absolute path. Links are listed with no content.
 *
 * @param known paths, sizes and times of files that are left out; receives those of the returned files
 */
export function readTree(directory: string, known: Set<string>): ReadonlyMap<string, Buffer | 'link'> {
  const files = new Map<string, Buffer | 'link'>();
  const visit = (path: string): void => {
    const stat = lstatSync(path, { throwIfNoEntry: false });
    if (stat?.isDirectory()) for (const name of readdirSync(path)) visit(join(path, name));
    else if (stat) {
      const version = `${path} ${stat.ino} ${stat.size} ${stat.ctimeMs}`;
      if (known.has(version)) return;
      known.add(version);
      files.set(path, stat.isFile() ? readFileSync(path) : 'link');
    }
  };
  visit(directory);
  return files;
}
