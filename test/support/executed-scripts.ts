/** Sources that have run once, each as a script, and what was counted of them. */
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { HashedFileCoverage } from '../../src/interchange/to-istanbul.js';
import { instrumentWith } from './engines.js';
import type { Files } from './project.js';
import { runInRealm } from './run-in-realm.js';

export type CoverageByPath = Readonly<Record<string, HashedFileCoverage>>;

/** Coverage by absolute path. @param root absolute path, of a folder that need not be there */
export function coverageOfExecuted(root: string, sources: Files): CoverageByPath {
  return Object.fromEntries(
    Object.entries(sources).map(([file, source]) => {
      const counted = runInRealm(instrumentWith('probe', source, file)).counts() as HashedFileCoverage;
      return [join(root, file), { ...counted, path: join(root, file) }];
    }),
  );
}

/** A project whose sources have run, and Istanbul's JSON of it. */
export interface ExecutedProject {
  /** Absolute path, without symbolic links. */
  readonly root: string;
  readonly path: (file: string) => string;
  readonly map: CoverageByPath;
  readonly write: (file: string, text: string) => void;
  readonly remove: () => void;
}

/** The counts, in a project whose files are `sources`, and those of `more` that did not run. */
export const COUNTS = 'coverage-final.json';

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
