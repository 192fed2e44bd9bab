/** Coverage of a program that is edited between two runs, with separate, shared and merged profile directories. */
import assert from 'node:assert/strict';
import { rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';
import { funcCommand } from '../../src/commands/func.js';
import { call } from '../support/commands.js';
import { outcomeOf } from '../support/measured-programs.js';
import { startCovermain } from '../support/program.js';
import { makeProject, type Project } from '../support/project.js';

const TSX = pathToFileURL(createRequire(import.meta.url).resolve('tsx')).href;

const BEFORE = `export function same(): number { return 1; }
export function changed(): number { return 2; }
same(); same(); changed();
`;

/** Later version of the source: an added line, reordered functions, and a changed `changed`. */
const AFTER = `// a
export function changed(): number { return 3; }

export function same(): number { return 1; }
same(); changed(); changed();
`;

describe('a file that was edited between two runs', () => {
  let project: Project;

  before(async () => {
    project = makeProject({ 'src/app.ts': BEFORE });
    await run('data/before', 'data/both');
    writeFileSync(project.path('src/app.ts'), AFTER);
    await run('data/after', 'data/both');
    await covermain('merge', '-o', 'data/merged', 'data/before', 'data/after');
    await covermain('merge', '-o', 'data/merged-reversed', 'data/after', 'data/before');
  });

  afterEach(() => writeFileSync(project.path('src/app.ts'), AFTER));
  after(() => project.remove());

  async function run(...directories: readonly string[]): Promise<void> {
    for (const directory of directories)
      await covermain('run', '--no-report', '--dir', directory, '--', 'node', '--import', TSX, 'src/app.ts');
  }

  async function covermain(...args: readonly string[]) {
    const outcome = await outcomeOf(startCovermain(project, args));
    assert.equal(outcome.code, 0, outcome.stderr);
    return outcome;
  }

  /** Returns counts by `name:line` of each function, and the log lines. */
  async function functionsIn(...inputs: readonly string[]) {
    const called = await call(funcCommand, project.root, { inputs, json: true, environment: {} });
    assert.equal(called.exitCode, 0, String(called.error));
    const { functions } = JSON.parse(called.printed);
    const counts = functions.map((one: { name: string; line: number; count: number }) => [
      `${one.name}:${one.line}`,
      one.count,
    ]);
    return { counts: Object.fromEntries(counts) as Record<string, number>, logLines: called.said };
  }

  const INPUTS: readonly (readonly string[])[] = [
    ['data/both'],
    ['data/before', 'data/after'],
    ['data/after', 'data/before'],
    ['data/merged'],
    ['data/merged-reversed'],
  ];

  for (const inputs of INPUTS) {
    it(`has the counts of unchanged functions of both versions in ${inputs.join(' and ')}`, async () => {
      const { counts, logLines } = await functionsIn(...inputs);
      assert.deepEqual(counts, { 'changed:2': 2, 'same:4': 3 });
      assert.deepEqual(logLines, [
        'Several versions of src/app.ts were measured. Coverage of 1 unchanged function of another ' +
          'version was added. Left out: changed (line 2 in that version), code outside functions.',
      ]);
    });

    it(`is reported in the version on disk for ${inputs.join(' and ')}`, async () => {
      writeFileSync(project.path('src/app.ts'), BEFORE);
      assert.deepEqual((await functionsIn(...inputs)).counts, { 'same:1': 3, 'changed:2': 1 });
    });

    it(`is reported in its last measured version after it is deleted, for ${inputs.join(' and ')}`, async () => {
      rmSync(project.path('src/app.ts'));
      assert.deepEqual((await functionsIn(...inputs)).counts, { 'changed:2': 2, 'same:4': 3 });
    });
  }

  it('supports subtract and intersect between its versions', async () => {
    await covermain('subtract', 'data/after', 'data/before', '-o', 'data/only');
    await covermain('intersect', 'data/after', 'data/before', '-o', 'data/common');
    assert.deepEqual((await functionsIn('data/only')).counts, { 'changed:2': 2, 'same:4': 0 });
    assert.deepEqual((await functionsIn('data/common')).counts, { 'changed:2': 0, 'same:4': 1 });
  });
});
