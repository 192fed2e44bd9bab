/** Runs sources once as scripts and provides their coverage. */
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { HashedFileCoverage } from '../../src/interchange/to-istanbul.js';
import { instrumentWith } from './engines.js';
import type { Files } from './project.js';
import { runInRealm } from './run-in-realm.js';

export type CoverageByPath = Readonly<Record<string, HashedFileCoverage>>;

/**
 * Runs sources and returns their coverage by absolute path.
 *
 * @param root absolute path of a directory, which need not exist
 */
export function coverageOfExecuted(root: string, sources: Files): CoverageByPath {
  return Object.fromEntries(
    Object.entries(sources).map(([file, source]) => {
      const coverage = runInRealm(instrumentWith('probe', source, file)).counts() as HashedFileCoverage;
      return [join(root, file), { ...coverage, path: join(root, file) }];
    }),
  );
}

/** A project with Istanbul's JSON of its executed sources. */
export interface ExecutedProject {
  /** Absolute path, without symbolic links. */
  readonly root: string;
  readonly path: (file: string) => string;
  /** Coverage of the executed sources. */
  readonly map: CoverageByPath;
  readonly write: (file: string, text: string) => void;
  readonly remove: () => void;
}

/** Name of the file with the coverage. */
export const COUNTS = 'coverage-final.json';

/** Creates a project with executed `sources` and other files, `more`. */
export function makeExecutedProject(sources: Files, more: Files = {}): ExecutedProject {
  const root = realpathSync(mkdtempSync(join(tmpdir(), 'covermain-')));
  const path = (file: string) => join(root, file);
  const write = (file: string, text: string) => {
    mkdirSync(dirname(path(file)), { recursive: true });
    writeFileSync(path(file), text);
  };
  const map = coverageOfExecuted(root, sources);
  const files = { 'package.json': '{}', [COUNTS]: JSON.stringify(map), ...sources, ...more };
  for (const [file, text] of Object.entries(files)) write(file, text);
  return { root, path, map, write, remove: () => rmSync(root, { recursive: true, force: true }) };
}
