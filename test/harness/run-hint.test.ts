/** The title of a pending test shows a command that works in the user's project. */
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { describeRun } from '../../harness/run-hint.js';
import { makeProject } from '../support/project.js';

describe('describeRun', () => {
  const HINTS: readonly [
    project: string,
    files: Readonly<Record<string, string>>,
    hint: string,
    options?: { readonly environment?: NodeJS.ProcessEnv; readonly entry?: string; readonly below?: string },
  ][] = [
    ['without scripts', { 'package.json': '{}' }, 'npx covermain manual'],
    ['whose package.json is no object', { 'package.json': '[]' }, 'npx covermain manual'],
    ['with a damaged package.json', { 'package.json': '{' }, 'npx covermain manual'],
    [
      'with the script cover:manual',
      { 'package.json': '{"scripts":{"cover:manual":"node x.js"}}' },
      'npm run cover:manual',
    ],
    [
      'with a script of another name',
      { 'package.json': '{"scripts":{"test":"mocha","try":"env A=1 covermain manual"}}' },
      'npm run try',
    ],
    [
      'with a script that runs one entry',
      { 'package.json': '{"scripts":{"try":"covermain manual src/main.ts"}}' },
      'npx covermain manual',
    ],
    [
      'and an entry',
      { 'package.json': '{"scripts":{"try":"covermain manual"}}' },
      'npx covermain manual src/main.ts',
      { entry: 'src/main.ts' },
    ],
    [
      'of pnpm, by its lockfile',
      { 'package.json': '{}', 'pnpm-lock.yaml': '' },
      'pnpm exec covermain manual',
    ],
    [
      'of pnpm, by the lockfile of its workspace',
      { 'pnpm-lock.yaml': '', 'packages/a/package.json': '{"scripts":{"cover:manual":""}}' },
      'pnpm run cover:manual',
      { below: 'packages/a' },
    ],
    [
      'of yarn, by packageManager',
      { 'package.json': '{"packageManager":"yarn@4.1.0"}', 'package-lock.json': '' },
      'yarn covermain manual',
    ],
    ['of bun', { 'package.json': '{}', 'bun.lock': '' }, 'bunx covermain manual'],
    [
      'started by yarn',
      { 'package.json': '{}' },
      'yarn covermain manual',
      { environment: { npm_config_user_agent: 'yarn/1.22.19 npm/? node/v20' } },
    ],
  ];

  for (const [title, files, hint, { environment = {}, entry, below = '' } = {}] of HINTS) {
    it(`returns \`${hint}\` for a project ${title}`, () => {
      const project = makeProject(files);
      try {
        const cwd = join(project.root, below);
        const described = describeRun({ cwd, environment, ...(entry === undefined ? {} : { entry }) });
        assert.equal(described, `MANUAL_INTEGRATION=1 ${hint}`);
      } finally {
        project.remove();
      }
    });
  }
});
