/** Text that packages ship and that no workload runs: both engines give the same maps of it. */
import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { REPOSITORY } from '../support/project.js';
import { assertSameMaps } from './support/same-maps.js';

interface Case {
  readonly title: string;
  /** Folders or files of the repository. */
  readonly paths: readonly string[];
  readonly pattern: RegExp;
  /** How many statements there are at least. */
  readonly atLeast: number;
}

const TYPESCRIPT = /(?<!\.d)\.ts$/;

const CASES: readonly Case[] = [
  { title: 'the TypeScript of ajv', paths: ['node_modules/ajv/lib'], pattern: TYPESCRIPT, atLeast: 3000 },
  { title: 'the TypeScript of rxjs', paths: ['node_modules/rxjs/src'], pattern: TYPESCRIPT, atLeast: 2400 },
  {
    title: 'the TypeScript of zod, with its tests',
    paths: ['node_modules/zod/src/v4/classic'],
    pattern: TYPESCRIPT,
    atLeast: 12000,
  },
  { title: 'this repository', paths: ['src', 'harness', 'scripts'], pattern: TYPESCRIPT, atLeast: 1500 },
  {
    title: 'minified text',
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

describe('both engines give the same maps of', () => {
  for (const { title, paths, pattern, atLeast } of CASES) {
    it(title, () => {
      const { statements } = assertSameMaps(
        paths.flatMap((path) => filesOf(join(REPOSITORY, path), pattern)),
      );
      assert.ok(
        statements >= atLeast,
        `there are ${statements} statements, and at least ${atLeast} were to be`,
      );
    });
  }
});

function filesOf(folder: string, pattern: RegExp): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .map((file) => join(folder, file))
    .filter((file) => pattern.test(file))
    .sort();
}
