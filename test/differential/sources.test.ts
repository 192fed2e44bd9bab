/**
 * Tests that both engines have the same counts in programs that use the whole language, in every format that Node and
 * tsx run.
 */
import { cpSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { InstrumentOptions } from '../../src/settings/run-context.js';
import { makePackageDirectory, type PackageDirectory } from './support/package-directory.js';
import { assertSameCounts } from './support/same-counts.js';

interface SourcesCase {
  readonly title: string;
  /** Name of a directory in `sources/`. */
  readonly sources: string;
  /** @default 'main.ts' */
  readonly main?: string;
  /** Minimum number of executed statements. */
  readonly atLeast: number;
  readonly type?: 'module' | 'commonjs';
  readonly tsx?: boolean;
  readonly exitCode?: number;
  readonly options?: Partial<InstrumentOptions>;
}

const CASES: readonly SourcesCase[] = [
  { title: 'TypeScript and JSX as ES modules', sources: 'modern', type: 'module', tsx: true, atLeast: 700 },
  { title: 'TypeScript and JSX as CommonJS', sources: 'modern', type: 'commonjs', tsx: true, atLeast: 700 },
  {
    title: 'classes with ignored methods',
    sources: 'modern',
    type: 'module',
    tsx: true,
    options: { ignoreClassMethods: ['leftOut', 'describe', 'area', 'render', 'constructor'] },
    atLeast: 650,
  },
  { title: "TypeScript's own decorators", sources: 'legacy', tsx: true, atLeast: 45 },
  { title: 'old sloppy scripts', sources: 'scripts', main: 'main.mjs', atLeast: 150 },
  { title: 'a program that exits midway', sources: 'exits', main: 'exits-midway.mjs', atLeast: 15 },
  {
    title: 'a program that ends with an uncaught error',
    sources: 'exits',
    main: 'throws-midway.mjs',
    exitCode: 1,
    atLeast: 15,
  },
  {
    title: 'a program that awaits a promise forever',
    sources: 'exits',
    main: 'stays-pending.mjs',
    exitCode: 13,
    atLeast: 9,
  },
  {
    title: 'a program that continues after its result',
    sources: 'exits',
    main: 'sets-exit-code.mjs',
    exitCode: 7,
    atLeast: 12,
  },
];

describe('the engines probe and nyc have the same counts in', () => {
  let directory: PackageDirectory | undefined;

  afterEach(() => directory?.remove());

  for (const { title, sources, main = 'main.ts', type, ...rest } of CASES) {
    it(title, async () => {
      directory = makePackageDirectory([]);
      cpSync(join(import.meta.dirname, 'sources', sources), directory.root, { recursive: true });
      writeFileSync(directory.path('package.json'), JSON.stringify({ type }));
      await assertSameCounts({
        ...rest,
        directory,
        workload: directory.path(main),
        modules: [],
        include: ['**'],
      });
    });
  }
});
