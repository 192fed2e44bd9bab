/** Projects of measured apps, generated in a temporary folder: one for each variant, so that no caches are shared. */
import { cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Row, Sample } from './scenario.js';
import type { Launch, Variant } from './variants.js';

export interface Project {
  /** Text by relative path. */
  readonly files: Readonly<Record<string, string>>;
  /** Files and folders to be copied, by relative path: their absolute paths. */
  readonly copies?: Readonly<Record<string, string>>;
}

/** A variant's own copy of a project. */
export interface Seat {
  /** Absolute path. */
  readonly root: string;
  /** How the variant starts `node [args]`; what earlier runs have written is gone then, except caches. */
  readonly launch: (args: readonly string[]) => Promise<Launch>;
  readonly clearCaches: () => void;
}

const REPOSITORY = join(import.meta.dirname, '..');
const APPS = join(import.meta.dirname, 'apps');

/** What every project has unless it brings another: only the measured library counts, not what drives it. */
const FILES: Readonly<Record<string, string>> = {
  'package.json': JSON.stringify({ name: 'measured', private: true }),
  '.nycrc': JSON.stringify({ include: ['lib/**'] }),
};

/** Where the tools write what they counted. */
const OUTPUTS = ['.nyc_output', 'coverage', 'coverage-data'];

/** The text of a file in `bench/apps/`. */
export function appText(name: string): string {
  return readFileSync(join(APPS, name), 'utf8');
}

/** Absolute path of a file of this repository. */
export function inRepository(path: string): string {
  return join(REPOSITORY, path);
}

export function createSeat(root: string, variant: Variant, node: string, project: Project): Seat {
  const files = { ...FILES, 'bench.cjs': appText('bench.cjs'), ...project.files };
  for (const [file, text] of Object.entries(files)) {
    mkdirSync(dirname(join(root, file)), { recursive: true });
    writeFileSync(join(root, file), text);
  }
  for (const [to, from] of Object.entries(project.copies ?? {})) {
    cpSync(from, join(root, to), { recursive: true });
  }
  // nyc caches in here, if it is there.
  mkdirSync(join(root, 'node_modules'), { recursive: true });
  const remove = (path: string) => rmSync(join(root, path), { recursive: true, force: true });
  return {
    root,
    launch(args) {
      OUTPUTS.forEach(remove);
      return variant.launch({ node, root, args });
    },
    clearCaches: () => variant.caches.forEach(remove),
  };
}

/** A row for a variant, from what is to be done at its seat. */
export function rowOf(
  variant: Variant,
  seat: Seat,
  { sample, prime }: { sample: (seat: Seat) => Promise<Sample>; prime?: (seat: Seat) => Promise<void> },
): Row {
  const { name, counts } = variant;
  return { name, counts, sample: () => sample(seat), ...(prime ? { prime: () => prime(seat) } : {}) };
}
