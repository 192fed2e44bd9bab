/** Generates projects with measured apps in a temporary directory. Each variant has its own, so that no caches are shared. */
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { hasCounted, OUTPUTS } from './counted.js';
import type { Row, Sample } from './scenario.js';
import type { Launch, Variant } from './variants.js';

export interface Project {
  /** Text by relative path. */
  readonly files: Readonly<Record<string, string>>;
  /** Absolute paths of files and directories to copy, by their relative path in the project. */
  readonly copies?: Readonly<Record<string, string>>;
}

/** The copy of a project for one variant. */
export interface Seat {
  /** Absolute path. */
  readonly root: string;
  /** Returns how the variant starts `node [args]`. Deletes what earlier runs have written, except caches. */
  readonly launch: (args: readonly string[]) => Promise<Launch>;
  readonly clearCaches: () => void;
  /** Returns the names of all files in the caches, whose content never changes. */
  readonly cachedFiles: () => string;
  /** Whether the results of the last start, which has ended, contain counts. */
  readonly hasCounted: () => boolean;
}

const REPOSITORY = join(import.meta.dirname, '..');
const APPS = join(import.meta.dirname, 'apps');

/** Default files of a project. The `.nycrc` measures only the library, not the code that drives it. */
const FILES: Readonly<Record<string, string>> = {
  'package.json': JSON.stringify({ name: 'measured', private: true }),
  '.nycrc': JSON.stringify({ include: ['lib/**'] }),
};

/** Returns the text of a file in `bench/apps/`. */
export function appText(name: string): string {
  return readFileSync(join(APPS, name), 'utf8');
}

/** Returns the absolute path of a file of this repository. */
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
  // nyc stores its cache in this directory if it exists.
  mkdirSync(join(root, 'node_modules'), { recursive: true });
  const list = (path: string) =>
    existsSync(join(root, path))
      ? readdirSync(join(root, path), { recursive: true, encoding: 'utf8' }).sort()
      : [];
  const remove = (path: string) => rmSync(join(root, path), { recursive: true, force: true });
  return {
    root,
    launch(args) {
      Object.values(OUTPUTS).forEach(remove);
      return variant.launch({ node, root, args });
    },
    clearCaches: () => variant.caches.forEach(remove),
    cachedFiles: () => variant.caches.flatMap(list).join('\n'),
    hasCounted: () => hasCounted(root),
  };
}

/** Returns the row of a variant, which runs `prime` and `sample` in the project of the variant. */
export function rowOf(
  variant: Variant,
  seat: Seat,
  { sample, prime }: { sample: (seat: Seat) => Promise<Sample>; prime?: (seat: Seat) => Promise<void> },
): Row {
  const { name, counts } = variant;
  return { name, counts, sample: () => sample(seat), ...(prime ? { prime: () => prime(seat) } : {}) };
}
