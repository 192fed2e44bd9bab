/** Creates small projects in temporary directories, with covermain installed. */
import {
  mkdirSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import type { CoverageMapData, FileCoverageData } from 'istanbul-lib-coverage';

export const REPOSITORY = resolve(import.meta.dirname, '../..');

export interface Project {
  /** Absolute path, without symbolic links. */
  readonly root: string;
  readonly path: (file: string) => string;
  readonly remove: () => void;
}

/** Text by relative path. */
export type Files = Readonly<Record<string, string>>;

/** Default files of every project. A test can replace them. */
const FILES: Files = {
  'package.json': JSON.stringify({ type: 'module', scripts: { 'cover:manual': 'covermain manual' } }),
  '.nycrc': JSON.stringify({ include: ['src/**'], reporter: ['text', 'json'] }),
  'test-manual/main.ts':
    "import { testMain } from 'covermain/harness';\ntestMain(() => import('../src/main.js'));\n",
};

/** Creates a project with the default files. @param directory path of the project relative to a new temporary directory */
export function makeProject(files: Files, directory = ''): Project {
  return makeBareProject({ ...FILES, ...files }, directory);
}

/** Creates a project with these files only. @param directory as for `makeProject` */
export function makeBareProject(files: Files, directory = ''): Project {
  const project = makeScratchProject(files, directory);
  const { path } = project;
  mkdirSync(path('node_modules/.bin'), { recursive: true });
  symlinkSync(REPOSITORY, path('node_modules/covermain'), 'dir');
  symlinkSync(join(REPOSITORY, 'bin/covermain.js'), path('node_modules/.bin/covermain'));
  return project;
}

/** Creates a project with these files only, in which covermain is not installed. @param directory as for `makeProject` */
export function makeScratchProject(files: Files, directory = ''): Project {
  const temporary = realpathSync(mkdtempSync(join(tmpdir(), 'covermain-')));
  const root = resolve(temporary, directory);
  const path = (file: string) => join(root, file);
  for (const [file, text] of Object.entries(files)) {
    mkdirSync(dirname(path(file)), { recursive: true });
    writeFileSync(path(file), text);
  }
  return { root, path, remove: () => rmSync(temporary, { recursive: true, force: true }) };
}

/** Returns the coverage of a file in the JSON report. @throws Error if the report does not have the file */
export function reported(project: Project, file: string): FileCoverageData {
  const report = JSON.parse(
    readFileSync(project.path('coverage/coverage-final.json'), 'utf8'),
  ) as CoverageMapData;
  const found = report[project.path(file)];
  if (!found) throw new Error(`${file} is not in the report, which has ${Object.keys(report).join(', ')}`);
  return found as FileCoverageData;
}

/** Returns the count of each named function of a file in the JSON report. */
export function functionCounts(project: Project, file: string): Readonly<Record<string, number>> {
  return functionsOf(reported(project, file));
}

/** Returns the count of each named function. */
export function functionsOf({ fnMap, f }: FileCoverageData): Readonly<Record<string, number>> {
  return Object.fromEntries(Object.entries(fnMap).map(([id, { name }]) => [name, f[id] ?? 0]));
}
