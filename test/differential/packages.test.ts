/** Tests that both engines have the same counts in workloads of popular packages. */
import { cpSync } from 'node:fs';
import { join } from 'node:path';
import { makePackageDirectory, type PackageDirectory } from './support/package-directory.js';
import { assertSameCounts } from './support/same-counts.js';

interface PackageCase {
  readonly title: string;
  /** Names of the packages that are copied and measured. */
  readonly packages: readonly string[];
  /** Name of a file in `workloads/`. */
  readonly workload: string;
  readonly modules: readonly string[];
  /** Minimum number of executed statements. */
  readonly atLeast: number;
  /** @default false */
  readonly tsx?: boolean;
}

/** express and its dependencies for handling requests. */
const EXPRESS = [
  'express',
  'accepts',
  'body-parser',
  'content-disposition',
  'content-type',
  'cookie',
  'cookie-signature',
  'debug',
  'depd',
  'encodeurl',
  'escape-html',
  'etag',
  'finalhandler',
  'forwarded',
  'fresh',
  'http-errors',
  'merge-descriptors',
  'mime-types',
  'negotiator',
  'on-finished',
  'parseurl',
  'path-to-regexp',
  'proxy-addr',
  'qs',
  'range-parser',
  'raw-body',
  'router',
  'send',
  'serve-static',
  'statuses',
  'type-is',
  'vary',
];

const AJV = ['ajv', '2019', '2020', 'jtd', 'standalone/index'];

const CASES: readonly PackageCase[] = [
  {
    title: 'acorn, as a script and as an ES module',
    packages: ['acorn'],
    workload: 'acorn.mjs',
    modules: ['require:acorn', 'acorn'],
    atLeast: 5000,
  },
  { title: 'lodash', packages: ['lodash'], workload: 'lodash.mjs', modules: ['lodash'], atLeast: 2700 },
  {
    title: 'the separate method files of lodash',
    packages: ['lodash'],
    workload: 'lodash.mjs',
    modules: ['./workloads/lodash-methods.cjs'],
    atLeast: 4000,
  },
  {
    title: 'express and its dependencies',
    packages: EXPRESS,
    workload: 'express.mjs',
    modules: ['express'],
    atLeast: 2200,
  },
  { title: 'semver', packages: ['semver'], workload: 'semver.mjs', modules: ['semver'], atLeast: 1000 },
  {
    title: 'commander',
    packages: ['commander'],
    workload: 'commander.mjs',
    modules: ['commander'],
    atLeast: 800,
  },
  {
    title: 'minimist',
    packages: ['minimist'],
    workload: 'minimist.mjs',
    modules: ['require:minimist'],
    atLeast: 100,
  },
  {
    title: 'marked (minified)',
    packages: ['marked'],
    workload: 'marked.mjs',
    modules: ['marked'],
    atLeast: 800,
  },
  {
    title: 'markdown-it, as an ES module and as a script',
    packages: ['markdown-it'],
    workload: 'markdown-it.mjs',
    modules: ['markdown-it', 'require:markdown-it'],
    atLeast: 4000,
  },
  {
    title: 'ajv',
    packages: ['ajv'],
    workload: 'ajv.mjs',
    modules: AJV.map((file) => `ajv/dist/${file}.js`),
    atLeast: 100,
  },
  {
    title: 'js-yaml',
    packages: ['js-yaml'],
    workload: 'js-yaml.mjs',
    modules: ['js-yaml', 'require:js-yaml'],
    atLeast: 2900,
  },
  {
    title: 'immutable',
    packages: ['immutable'],
    workload: 'immutable.mjs',
    modules: ['immutable'],
    atLeast: 1700,
  },
  {
    title: 'rxjs (compiled to older JavaScript)',
    packages: ['rxjs'],
    workload: 'rxjs.mjs',
    modules: ['require:rxjs', 'require:rxjs/testing'],
    atLeast: 3500,
  },
  {
    title: 'async (one file per function)',
    packages: ['async'],
    workload: 'async.mjs',
    modules: ['require:async/index.js'],
    atLeast: 1400,
  },
  { title: 'zod', packages: ['zod'], workload: 'zod.mjs', modules: ['zod'], atLeast: 2300 },
  {
    title: 'the TypeScript of zod, run by tsx',
    packages: ['zod'],
    workload: 'zod.mjs',
    modules: ['./node_modules/zod/src/index.ts'],
    atLeast: 2300,
    tsx: true,
  },
  {
    title: 'preact (minified)',
    packages: ['preact'],
    workload: 'preact.mjs',
    modules: ['preact', 'preact/hooks', 'preact/compat'],
    atLeast: 300,
  },
];

describe('the engines probe and nyc have the same counts in', () => {
  let directory: PackageDirectory | undefined;

  afterEach(() => directory?.remove());

  for (const { title, packages, workload, ...rest } of CASES) {
    it(title, async () => {
      directory = makePackageDirectory(packages);
      cpSync(join(import.meta.dirname, 'workloads'), directory.path('workloads'), { recursive: true });
      await assertSameCounts({
        ...rest,
        directory,
        workload: directory.path(`workloads/${workload}`),
        include: packages.map((name) => `node_modules/${name}/**`),
      });
    });
  }
});
