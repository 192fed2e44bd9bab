/** Merged profiles next to their parts: nothing is counted twice without a log line. */
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { mergeCommand } from '../../../src/commands/merge.js';
import { decodeCounters } from '../../../src/profile/format/counters-file.js';
import { encodeMeta } from '../../../src/profile/format/meta-file.js';
import { readProfileDirectory } from '../../../src/profile/store/read-profile.js';
import { writeCounters } from '../../../src/profile/store/write-profile.js';
import { countersOf, metaOf, profileOf, writeMeta } from '../../support/profiles.js';
import { makeProject, type Project } from '../../support/project.js';

const META = metaOf({ path: 'src/a.ts' });

describe('merged profiles among inputs', () => {
  let project: Project;

  beforeEach(() => {
    project = makeProject({ 'package.json': '{}', 'a/x': '', 'b/x': '', 'c/x': '' });
    for (const [index, directory] of ['a', 'b', 'c'].entries()) {
      writeMeta(project.path(directory), encodeMeta(META));
      const end = `2025-01-02T03:06:0${index}.000Z`;
      writeCounters(
        project.path(directory),
        profileOf([countersOf(META, [10 ** index, 1, 0])], { pid: index + 1, end }),
      );
    }
  });

  afterEach(() => project.remove());

  async function mergeInto(output: string, ...inputs: readonly string[]): Promise<readonly string[]> {
    const logged: string[] = [];
    const logLine = (line: string) => logged.push(line);
    const { root: cwd } = project;
    const options = { output, inputs, cwd, environment: {}, logLine, print: logLine, force: true };
    assert.equal(await mergeCommand(options), 0);
    return logged.slice(0, -1);
  }

  /** Returns the sum of the counts of the first probe. */
  function countIn(directory: string): number {
    const { profiles, unreadable } = readProfileDirectory(project.path(directory));
    assert.deepEqual(unreadable, []);
    return profiles.flatMap(({ files }) => files).reduce((sum, { counters }) => sum + Number(counters[0]), 0);
  }

  it('are counted once with their parts, in any order, and the repetition is logged', async () => {
    assert.deepEqual(await mergeInto('sum', 'a', 'b'), []);
    for (const [index, inputs] of [
      ['a', 'sum', 'c'],
      ['c', 'sum', 'b', 'a'],
    ].entries()) {
      const logged = await mergeInto(`all-${index}`, ...inputs);
      assert.equal(countIn(`all-${index}`), 111);
      assert.equal(logged.length, inputs.length - 2);
      for (const line of logged)
        assert.match(line, /\/[ab]\/covcounters\.\S+ is also in another input and is counted once\.$/);
    }
  });

  it('are left out next to a merged profile that contains them', async () => {
    await mergeInto('sum', 'a', 'b');
    await mergeInto('more', 'sum', 'c');
    const [logged, ...rest] = await mergeInto('all', 'sum', 'more');
    assert.match(logged ?? '', /\/sum\/covcounters\.merged-\S+ is also in another input/);
    assert.deepEqual(rest, []);
    assert.equal(countIn('all'), 111);
  });

  it('are both added if they have a part in common, which is logged', async () => {
    await mergeInto('one', 'a', 'b');
    await mergeInto('two', 'b', 'c');
    const [logged, ...rest] = await mergeInto('all', 'one', 'two');
    assert.match(
      logged ?? '',
      /\/one\/\S+ and \S+\/two\/\S+ have 1 profile in common, which the result counts twice\. /,
    );
    assert.deepEqual(rest, []);
    assert.equal(countIn('all'), 121);
  });

  it('are added with a part that was written after the merge, which is logged', async () => {
    await mergeInto('sum', 'a', 'b');
    const end = '2025-01-02T03:07:00.000Z';
    writeCounters(project.path('a'), profileOf([countersOf(META, [5, 1, 7])], { pid: 1, end }));
    const [repeated, logged, ...rest] = await mergeInto('all', 'sum', 'a', 'b');
    assert.match(repeated ?? '', /\/b\/covcounters\.\S+ is also in another input and is counted once\.$/);
    assert.match(
      logged ?? '',
      /\/sum\/\S+ and \S+\/a\/\S+ have 1 profile in common, which the result counts twice\. /,
    );
    assert.deepEqual(rest, []);
    assert.equal(countIn('all'), 16);
  });

  it('do not replace their parts if they are unreadable', async () => {
    await mergeInto('sum', 'a', 'b');
    await mergeInto('more', 'sum', 'c');
    // A merged profile whose meta does not exist.
    const [name = ''] = readdirSync(project.path('more')).filter((file) => file.startsWith('covcounters.'));
    const broken = decodeCounters(readFileSync(project.path(`more/${name}`)), name);
    const files = [countersOf(metaOf({ path: 'gone.ts' }), [1, 1, 1])];
    writeCounters(project.path('more'), { ...broken, files });
    const [missing, ...repeated] = await mergeInto('all', 'a', 'b', 'c', 'sum', 'more');
    assert.match(missing ?? '', /^Skipped \S+\/more\/\S+, so its coverage is missing: /);
    assert.equal(countIn('all'), 111);
    assert.equal(repeated.length, 2);
    for (const line of repeated) assert.match(line, /\/[ab]\/covcounters\.\S+ is also in another input/);
  });

  it('are added if each lists the other as its part', async () => {
    await mergeInto('sum', 'a', 'b');
    await mergeInto('more', 'b', 'c');
    const [one = '', other = ''] = ['sum', 'more'].map((directory) =>
      readdirSync(project.path(directory)).find((file) => file.startsWith('covcounters.')),
    );
    const end = '2025-01-02T03:07:00.000Z';
    for (const [directory, name, part] of [
      ['sum', one, other],
      ['more', other, one],
    ] as const) {
      const profile = decodeCounters(readFileSync(project.path(`${directory}/${name}`)), name);
      writeCounters(project.path(directory), { ...profile, end, parts: [part] });
    }
    await mergeInto('all', 'sum', 'more');
    assert.equal(countIn('all'), 121);
  });

  it('are added without a log line if they have no part in common', async () => {
    await mergeInto('one', 'a', 'b');
    await mergeInto('two', 'c');
    assert.deepEqual(await mergeInto('all', 'one', 'two'), []);
    assert.equal(countIn('all'), 111);
  });
});
