/** Tests that both engines return the same maps for sources that no workload runs. */
import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { REPOSITORY } from '../support/project.js';
import { assertSameMaps } from './support/same-maps.js';

interface MapsCase {
  readonly title: string;
  /** Directories or files of the repository. */
  readonly paths: readonly string[];
  readonly pattern: RegExp;
  /** Minimum number of statements. */
  readonly atLeast: number;
}

const TYPESCRIPT = /(?<!\.d)\.ts$/;

const CASES: readonly MapsCase[] = [
  { title: 'the TypeScript of ajv', paths: ['node_modules/ajv/lib'], pattern: TYPESCRIPT, atLeast: 3000 },
  { title: 'the TypeScript of rxjs', paths: ['node_modules/rxjs/src'], pattern: TYPESCRIPT, atLeast: 2400 },
  {
    title: 'the TypeScript of zod and its tests',
    paths: ['node_modules/zod/src/v4/classic'],
    pattern: TYPESCRIPT,
    atLeast: 12000,
  },
  { title: 'this repository', paths: ['src', 'harness', 'scripts'], pattern: TYPESCRIPT, atLeast: 1500 },
  {
    title: 'minified code',
    paths: ['node_modules/immutable', 'node_modules/lodash', 'node_modules/async'],
    pattern: /\.min\.m?js$/,
    atLeast: 4500,
  },
  {
    title: 'the modules of preact',
    paths: ['node_modules/preact'],
    pattern: /\/src\/.*\.js$/,
    atLeast: 1400,
  },
];

describe('the engines probe and nyc return the same maps for', () => {
  for (const { title, paths, pattern, atLeast } of CASES) {
    it(title, () => {
      const { statements } = assertSameMaps(
        paths.flatMap((path) => filesOf(join(REPOSITORY, path), pattern)),
      );
      assert.ok(
        statements >= atLeast,
        `expected at least ${atLeast} statements, but there are ${statements}`,
      );
    });
  }
});

function filesOf(directory: string, pattern: RegExp): string[] {
  return readdirSync(directory, { recursive: true, encoding: 'utf8' })
    .map((file) => join(directory, file))
    .filter((file) => pattern.test(file))
    .sort();
}
