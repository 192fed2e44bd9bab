/** A merged profile and what it was made of: nothing is in a sum twice, or it is said. */
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { mergeCommand } from '../../../src/commands/merge.js';
import { decodeCounters } from '../../../src/profile/format/counters-file.js';
import { encodeMeta } from '../../../src/profile/format/meta-file.js';
import { readProfileDirectory } from '../../../src/profile/store/read-profile.js';
import { writeCounters, writeMeta } from '../../../src/profile/store/write-profile.js';
import { countersOf, metaOf, profileOf } from '../../support/profiles.js';
import { makeProject, type Project } from '../../support/project.js';

const META = metaOf({ path: 'src/a.ts' });

describe('merged profiles among inputs', () => {
  let project: Project;

  beforeEach(() => {
    project = makeProject({ 'package.json': '{}', 'a/x': '', 'b/x': '', 'c/x': '' });
    for (const [index, folder] of ['a', 'b', 'c'].entries()) {
      writeMeta(project.path(folder), encodeMeta(META));
      const end = `2025-01-02T03:06:0${index}.000Z`;
      writeCounters(
        project.path(folder),
        profileOf([countersOf(META, [10 ** index, 1, 0])], { pid: index + 1, end }),
      );
    }
  });

  afterEach(() => project.remove());

  async function mergeInto(output: string, ...inputs: readonly string[]): Promise<readonly string[]> {
    const said: string[] = [];
    const logLine = (line: string) => said.push(line);
    const { root: cwd } = project;
    const options = { output, inputs, cwd, environment: {}, logLine, print: logLine, force: true };
    assert.equal(await mergeCommand(options), 0);
    return said.slice(0, -1);
  }

  /** The counts of the first probe. */
  function countIn(folder: string): number {
    const { profiles, unreadable } = readProfileDirectory(project.path(folder));
    assert.deepEqual(unreadable, []);
    return profiles.flatMap(({ files }) => files).reduce((sum, { counters }) => sum + Number(counters[0]), 0);
  }

  it('have what they were made of added once, in whatever order, and it is said', async () => {
    assert.deepEqual(await mergeInto('sum', 'a', 'b'), []);
    for (const [index, inputs] of [
      ['a', 'sum', 'c'],
      ['c', 'sum', 'b', 'a'],
    ].entries()) {
      const said = await mergeInto(`all-${index}`, ...inputs);
      assert.equal(countIn(`all-${index}`), 111);
      assert.equal(said.length, inputs.length - 2);
      for (const line of said)
        assert.match(line, /\/[ab]\/covcounters\.\S+ is in another input, too, and was added once$/);
    }
  });

  it('are left out beside what they were merged into', async () => {
    await mergeInto('sum', 'a', 'b');
    await mergeInto('more', 'sum', 'c');
    const [said, ...rest] = await mergeInto('all', 'sum', 'more');
    assert.match(said ?? '', /\/sum\/covcounters\.merged-\S+ is in another input/);
    assert.deepEqual(rest, []);
    assert.equal(countIn('all'), 111);
  });

  it('are both added where only a part is in both, which is said', async () => {
    await mergeInto('one', 'a', 'b');
    await mergeInto('two', 'b', 'c');
    const [said, ...rest] = await mergeInto('all', 'one', 'two');
    assert.match(
      said ?? '',
      /\/one\/\S+ and \S+\/two\/\S+ have 1 profile in common, which the sum has twice/,
    );
    assert.deepEqual(rest, []);
    assert.equal(countIn('all'), 121);
  });

  it('have beside them what went on after it was merged, which is said', async () => {
    await mergeInto('sum', 'a', 'b');
    const end = '2025-01-02T03:07:00.000Z';
    writeCounters(project.path('a'), profileOf([countersOf(META, [5, 1, 7])], { pid: 1, end }));
    const [repeated, said, ...rest] = await mergeInto('all', 'sum', 'a', 'b');
    assert.match(repeated ?? '', /\/b\/covcounters\.\S+ is in another input, too, and was added once$/);
    assert.match(said ?? '', /\/sum\/\S+ and \S+\/a\/\S+ have 1 profile in common, which the sum has twice/);
    assert.deepEqual(rest, []);
    assert.equal(countIn('all'), 16);
  });

  it('are no reason to leave out what they were made of where they cannot be read themselves', async () => {
    await mergeInto('sum', 'a', 'b');
    await mergeInto('more', 'sum', 'c');
    // A merged profile that counts by a meta which is nowhere.
    const [name = ''] = readdirSync(project.path('more')).filter((file) => file.startsWith('covcounters.'));
    const broken = decodeCounters(readFileSync(project.path(`more/${name}`)), name);
    const files = [countersOf(metaOf({ path: 'gone.ts' }), [1, 1, 1])];
    writeCounters(project.path('more'), { ...broken, files });
    const [missing, ...repeated] = await mergeInto('all', 'a', 'b', 'c', 'sum', 'more');
    assert.match(missing ?? '', /\/more\/\S+ was left out, its counts are missing: /);
    assert.equal(countIn('all'), 111);
    assert.equal(repeated.length, 2);
    for (const line of repeated) assert.match(line, /\/[ab]\/covcounters\.\S+ is in another input, too/);
  });

  it('are added even if each says that the other is in it', async () => {
    await mergeInto('sum', 'a', 'b');
    await mergeInto('more', 'b', 'c');
    const [one = '', other = ''] = ['sum', 'more'].map((folder) =>
      readdirSync(project.path(folder)).find((file) => file.startsWith('covcounters.')),
    );
    const end = '2025-01-02T03:07:00.000Z';
    for (const [folder, name, part] of [
      ['sum', one, other],
      ['more', other, one],
    ] as const) {
      const profile = decodeCounters(readFileSync(project.path(`${folder}/${name}`)), name);
      writeCounters(project.path(folder), { ...profile, end, parts: [part] });
    }
    await mergeInto('all', 'sum', 'more');
    assert.equal(countIn('all'), 121);
  });

  it('that have nothing in common are added without a word', async () => {
    await mergeInto('one', 'a', 'b');
    await mergeInto('two', 'c');
    assert.deepEqual(await mergeInto('all', 'one', 'two'), []);
    assert.equal(countIn('all'), 111);
  });
});
