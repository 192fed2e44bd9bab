/** Programs that say everything the language can say, in every way Node and tsx run it. */
import { cpSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { InstrumentOptions } from '../../src/settings/run-context.js';
import { type Folder, folderWith } from './support/folder.js';
import { assertSameCounts } from './support/same-counts.js';

interface Case {
  readonly title: string;
  /** A folder of `sources/`. */
  readonly sources: string;
  /** @default 'main.ts' */
  readonly main?: string;
  readonly atLeast: number;
  readonly type?: 'module' | 'commonjs';
  readonly tsx?: boolean;
  readonly exitCode?: number;
  readonly options?: Partial<InstrumentOptions>;
}

const CASES: readonly Case[] = [
  { title: 'TypeScript and JSX as ES modules', sources: 'modern', type: 'module', tsx: true, atLeast: 700 },
  { title: 'TypeScript and JSX as CommonJS', sources: 'modern', type: 'commonjs', tsx: true, atLeast: 700 },
  {
    title: 'classes of which some methods are ignored',
    sources: 'modern',
    type: 'module',
    tsx: true,
    options: { ignoreClassMethods: ['leftOut', 'describe', 'area', 'render', 'constructor'] },
    atLeast: 650,
  },
  { title: "TypeScript's own decorators", sources: 'legacy', tsx: true, atLeast: 45 },
  { title: 'scripts, sloppy and old', sources: 'scripts', main: 'main.mjs', atLeast: 150 },
  { title: 'a program that exits midway', sources: 'exits', main: 'exits-midway.mjs', atLeast: 15 },
  {
    title: 'a program that dies of an error',
    sources: 'exits',
    main: 'throws-midway.mjs',
    exitCode: 1,
    atLeast: 15,
  },
  {
    title: 'a program that waits for ever',
    sources: 'exits',
    main: 'stays-pending.mjs',
    exitCode: 13,
    atLeast: 9,
  },
  {
    title: 'a program that works on behind its result',
    sources: 'exits',
    main: 'sets-exit-code.mjs',
    exitCode: 7,
    atLeast: 12,
  },
];

describe('both engines count the same in', () => {
  let folder: Folder | undefined;

  afterEach(() => folder?.remove());

  for (const { title, sources, main = 'main.ts', type, ...rest } of CASES) {
    it(title, async () => {
      folder = folderWith([]);
      cpSync(join(import.meta.dirname, 'sources', sources), folder.root, { recursive: true });
      writeFileSync(folder.path('package.json'), JSON.stringify({ type }));
      await assertSameCounts({
        ...rest,
        folder,
        workload: folder.path(main),
        modules: [],
        include: ['**'],
      });
    });
  }
});
