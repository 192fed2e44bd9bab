/** Merging, subtracting and intersecting profile directories. Each command writes a valid profile directory. */
import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readCoverage } from '../../src/collect/read-coverage.js';
import { readInputs } from '../../src/collect/read-inputs.js';
import { intersectCommand } from '../../src/commands/intersect.js';
import { type MergeCommandOptions, mergeCommand } from '../../src/commands/merge.js';
import { subtractCommand } from '../../src/commands/subtract.js';
import { encodeMeta } from '../../src/profile/format/meta-file.js';
import { writeCounters } from '../../src/profile/store/write-profile.js';
import { call } from '../support/commands.js';
import { startNode } from '../support/measured-programs.js';
import { naiveCountsOf } from '../support/naive-counts.js';
import { randomOf, writeMeta } from '../support/profiles.js';
import { makeProject } from '../support/project.js';
import { type Measured, randomMeasured, randomSources } from '../support/random-totals.js';

const SEEDS = [0, 1, 2, 3, 4, 5, 6, 7];

describe('set operations on profile directories', () => {
  let root: string;

  beforeEach(() => {
    root = realpathSync(mkdtempSync(join(tmpdir(), 'covermain-')));
    writeFileSync(join(root, 'package.json'), '{}');
  });

  afterEach(() => rmSync(root, { recursive: true, force: true }));

  /** Writes random profiles of one project into each directory. Each directory gets some of the project's metas. */
  function write(seed: number, ...names: readonly string[]): void {
    const random = randomOf(seed);
    const metas = randomSources(random, { hasUnknown: true, hasTexts: true });
    for (const name of names) writeMeasured(join(root, name), randomMeasured(random, metas, 1 + random(3)));
  }

  function writeMeasured(directory: string, { metas, profiles }: Measured): void {
    mkdirSync(directory);
    for (const meta of metas.values()) writeMeta(directory, encodeMeta(meta));
    for (const profile of profiles) writeCounters(directory, profile);
  }

  async function runCommand(
    command: (options: MergeCommandOptions) => Promise<number>,
    output: string,
    ...inputs: readonly string[]
  ): Promise<string> {
    const called = await call(command, root, { inputs, output, environment: {} });
    assert.equal(called.exitCode, 0, String(called.error));
    return output;
  }

  const roots = () => ({ projectRoot: root, root, cwd: root });

  /** Returns the coverage without the names of its inputs. */
  async function read(...inputs: readonly string[]) {
    const {
      directories: _,
      inputs: _inputs,
      ...coverage
    } = await readCoverage({
      inputs,
      ...roots(),
      environment: {},
      logLine: () => {},
    });
    return coverage;
  }

  async function itemsOf(...inputs: readonly string[]) {
    const { totals } = await readInputs({ inputs, ...roots(), environment: {}, logLine: () => {} });
    return new Map([...naiveCountsOf(totals)].filter(([, count]) => count > 0));
  }

  for (const seed of SEEDS) {
    it(`give the same coverage for any merge order (seed ${seed})`, async () => {
      write(seed, 'a', 'b', 'c');
      const expected = await read('a', 'b', 'c');
      const mergedAB = await runCommand(mergeCommand, 'ab', 'a', 'b');
      const mergedCB = await runCommand(mergeCommand, 'cb', 'c', 'b');
      assert.deepEqual(await read(mergedAB, 'c'), expected);
      assert.deepEqual(await read('a', mergedCB), expected);
      for (const inputs of [
        [mergedAB, 'c'],
        ['c', mergedAB],
        ['a', mergedCB],
        ['c', 'b', 'a'],
      ])
        assert.deepEqual(await read(await runCommand(mergeCommand, inputs.join('+'), ...inputs)), expected);
    });

    it(`keep all counts when a merged directory has metas but no profiles (seed ${seed})`, async () => {
      write(seed, 'a');
      const random = randomOf(seed);
      const metas = randomSources(random, { hasUnknown: true, hasTexts: true });
      writeMeasured(join(root, 'metas'), { ...randomMeasured(random, metas, 0) });
      assert.deepEqual(await itemsOf('a', 'metas'), await itemsOf('a'));
      assert.deepEqual(
        await itemsOf(await runCommand(mergeCommand, 'sum', 'a', 'metas')),
        await itemsOf('a'),
      );
    });

    it(`restore the original coverage by merging a difference and its intersection (seed ${seed})`, async () => {
      write(seed, 'a', 'b');
      await runCommand(mergeCommand, 'whole', 'a');
      const [difference, intersection] = [
        await runCommand(subtractCommand, 'only', 'a', 'b'),
        await runCommand(intersectCommand, 'both', 'a', 'b'),
      ];
      const whole = await read('whole');
      assert.deepEqual(
        (await read(await runCommand(mergeCommand, 'restored', difference, intersection))).map,
        whole.map,
      );
      assert.deepEqual(await itemsOf(await runCommand(subtractCommand, 'none', 'a', 'a')), new Map());
      assert.deepEqual((await read(await runCommand(intersectCommand, 'same', 'a', 'a'))).map, whole.map);
      assert.deepEqual(
        await itemsOf(await runCommand(intersectCommand, 'neither', difference, 'b')),
        new Map(),
      );
    });
  }

  it('write identical counter files for any merge order', async () => {
    write(0, 'a', 'b');
    await runCommand(mergeCommand, 'ab', 'a', 'b');
    await runCommand(mergeCommand, 'ba', 'b', 'a');
    const logLines: string[] = [];
    await readInputs({
      inputs: ['ab', 'ba'],
      ...roots(),
      environment: {},
      logLine: (line) => logLines.push(line),
    });
    assert.match(
      logLines.join('\n'),
      /covcounters\.merged-\S+ is also in another input and is counted once\./,
    );
  });
});

describe('the commands subtract and intersect', () => {
  const SOURCE = `
    function always() { return 1; }
    function never() { return 2; }
    function own(name) { return name === 'both' ? always() : always() + never(); }
    own(process.argv[2]);
  `;

  it('separate the functions that one run executed from those that both runs executed', async () => {
    const project = makeProject({ 'package.json': '{}', 'src/app.js': SOURCE });
    try {
      for (const [directory, name] of [
        ['data/one', 'one'],
        ['data/two', 'both'],
      ] as const)
        await succeed(['run', '--no-report', '--dir', directory, '--', 'node', 'src/app.js', name]);
      await succeed(['subtract', 'data/one', 'data/two', '-o', 'data/only']);
      await succeed(['intersect', 'data/two', 'data/one', '-o', 'data/both']);
      assert.deepEqual(await functions('data/only'), { always: 0, never: 1, own: 0 });
      assert.deepEqual(await functions('data/both'), { always: 1, never: 0, own: 1 });
      await succeed(['merge', 'data/only', 'data/both', '-o', 'data/all']);
      assert.deepEqual(await functions('data/all'), { always: 1, never: 1, own: 1 });
    } finally {
      project.remove();
    }

    async function succeed(args: readonly string[]): Promise<string> {
      const covermain = project.path('node_modules/.bin/covermain');
      const program = startNode(project, [covermain, ...args]);
      assert.equal(await program.exitCode, 0, program.output());
      return program.stdout();
    }

    async function functions(directory: string): Promise<Record<string, number>> {
      const found = JSON.parse(await succeed(['func', directory, '--json'])).functions;
      return Object.fromEntries(
        found.map(({ name, count }: { name: string; count: number }) => [name, count]),
      );
    }
  });
});
