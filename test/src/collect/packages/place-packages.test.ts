/** Files of several packages get paths from the root of their repository. */
import assert from 'node:assert/strict';
import { mkdirSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { collect } from '../../../../src/collect/collect.js';
import { findInput } from '../../../../src/collect/inputs/input.js';
import { type PlacementOptions, placePackages } from '../../../../src/collect/packages/place-packages.js';
import {
  makeRepository,
  manifestOf,
  type RecordedProfile,
  writeProfile,
  writeSources,
} from '../../../support/monorepo.js';
import type { Files, Project } from '../../../support/project.js';

const A = { package: { name: '@shop/a', directory: 'services/a' } };
const B = { package: { name: '@shop/b', directory: 'services/b' } };

describe('placing packages', () => {
  let repository: Project;
  let profiles: number;

  beforeEach(() => {
    profiles = 0;
    makeFiles({
      'services/a/package.json': manifestOf('@shop/a'),
      'services/b/package.json': manifestOf('@shop/b'),
    });
    mkdirSync(repository.path('.git'));
  });

  afterEach(() => repository.remove());

  /** Replaces the repository by one with these files, outside of any Git repository. */
  function makeFiles(files: Files): void {
    repository?.remove();
    repository = makeRepository(files);
  }

  /** Writes a profile to its own directory, or to the one that is named. */
  function write(profile: RecordedProfile, directory = `profiles/${profiles}`): string {
    return writeProfile(repository.path(directory), { pid: ++profiles, ...profile });
  }

  /** Returns the counts by path, read in a directory of the repository, and the root that the paths are relative to. */
  async function place(paths: readonly string[], from = '', options: Partial<PlacementOptions> = {}) {
    const root = repository.path(from);
    const inputs = [...new Set(paths)].map(findInput);
    const { sources, unreadable } = await collect(inputs, { root, recordedRoots: [] });
    assert.deepEqual(unreadable, []);
    const placed = placePackages([sources], { root, ...options });
    const [totals] = placed.totals;
    const entries = [...(totals?.metas ?? [])].map(
      ([hash, { path }]) => [path, totals?.sums.get(hash)?.[0]] as const,
    );
    assert.equal(new Set(entries.map(([path]) => path)).size, entries.length, 'versions of one file');
    return { ...placed, counts: Object.fromEntries(entries) };
  }

  const MAIN = 'src/main.ts';

  for (const from of ['', 'services/a', 'services/b'])
    it(`keeps equal paths of two packages apart when read in ${from || 'the root'}`, async () => {
      const paths = [write({ ...A, ran: { [MAIN]: 2 } }), write({ ...B, ran: { [MAIN]: 3 } })];
      const { counts, root } = await place(paths, from);
      assert.deepEqual(counts, { 'services/a/src/main.ts': 2, 'services/b/src/main.ts': 3 });
      assert.equal(root, repository.root);
    });

  it('adds up a package that ran in the root, in its own directory, and in a package around it', async () => {
    const top = { package: { name: 'shop', directory: '' } };
    const nested = { package: { name: 'nested', directory: 'services/a/nested' } };
    const { counts } = await place([
      write({ ...A, ran: { [MAIN]: 1, 'nested/src/x.ts': 10 } }),
      write({ ...top, ran: { 'services/a/src/main.ts': 2, 'services/a/nested/src/x.ts': 20 } }),
      write({ ...nested, ran: { 'src/x.ts': 40 } }),
    ]);
    assert.deepEqual(counts, { 'services/a/src/main.ts': 3, 'services/a/nested/src/x.ts': 70 });
  });

  it('counts a file outside of two packages once', async () => {
    const shared = '../../packages/shared/src/index.ts';
    const { counts } = await place([
      write({ ...A, ran: { [shared]: 1 } }),
      write({ ...B, ran: { [shared]: 2 } }),
    ]);
    assert.deepEqual(counts, { 'packages/shared/src/index.ts': 3 });
  });

  it('keeps the paths of a single package that is read in its own directory', async () => {
    const paths = [write({ ...A, ran: { [MAIN]: 1 } }), write({ ...A, ran: { [MAIN]: 1 } })];
    const { counts, root } = await place(paths, 'services/a');
    assert.deepEqual([counts, root], [{ [MAIN]: 2 }, repository.path('services/a')]);
  });

  it('finds a single package from the root and from the directory of another one', async () => {
    const path = write({ ...A, ran: { [MAIN]: 1 } });
    for (const from of ['', 'services/b'])
      assert.deepEqual((await place([path], from)).counts, { 'services/a/src/main.ts': 1 });
  });

  it('keeps the paths and the package of a single package in a profile that is written', async () => {
    const { counts, origin } = await place([write({ ...A, ran: { [MAIN]: 1 } })], '', { keepsOwnRoot: true });
    assert.deepEqual([counts, origin.package], [{ [MAIN]: 1 }, A.package]);
  });

  it('describes the sum of several packages as a profile of the root', async () => {
    const paths = [write({ ...A, ran: { [MAIN]: 2 } }), write({ ...B, ran: { [MAIN]: 3 } })];
    const { origin } = await place(paths, 'services/a', { keepsOwnRoot: true });
    assert.deepEqual(origin.package, { name: 'shop', directory: '' });
  });

  it('keeps two packages with one name in different directories apart', async () => {
    const other = { package: { name: '@shop/a', directory: 'old/a' } };
    const { counts } = await place([
      write({ ...A, ran: { [MAIN]: 1 } }),
      write({ ...other, ran: { [MAIN]: 2 } }),
    ]);
    assert.deepEqual(counts, { 'services/a/src/main.ts': 1, 'old/a/src/main.ts': 2 });
  });

  it('finds the packages of containers, which know only their names', async () => {
    const inContainer = (name: string) => ({ package: { name, directory: null }, root: '/app' });
    const paths = [
      write({ ...inContainer('@shop/a'), ran: { [MAIN]: 1 } }),
      write({ ...inContainer('@shop/b'), ran: { [MAIN]: 2 } }),
      write({ ...A, ran: { [MAIN]: 4 } }),
    ];
    assert.deepEqual((await place(paths)).counts, {
      'services/a/src/main.ts': 5,
      'services/b/src/main.ts': 2,
    });
    const own = await place(paths.slice(0, 1), 'services/a');
    assert.deepEqual(own.counts, { [MAIN]: 1 });
  });

  it('gives packages of containers that are not in the repository directories with their names', async () => {
    const inContainer = (name: string) => ({ package: { name, directory: null }, root: '/app' });
    const { counts } = await place([
      write({ ...inContainer('@else/where'), ran: { [MAIN]: 1 } }),
      write({ ...inContainer('../..'), ran: { [MAIN]: 2 } }),
    ]);
    assert.deepEqual(counts, { '@else/where/src/main.ts': 1, '%2e./%2e./src/main.ts': 2 });
  });

  it('treats a package of an unknown name as the project, if it is the only one', async () => {
    const path = write({ package: { name: 'renamed', directory: null }, root: '/app', ran: { [MAIN]: 1 } });
    assert.deepEqual((await place([path], 'services/a')).counts, { [MAIN]: 1 });
  });

  it('treats profiles without a package as profiles of the project', async () => {
    const paths = [write({ ran: { [MAIN]: 1 } }), write({ ...A, ran: { [MAIN]: 2 } })];
    assert.deepEqual((await place(paths, 'services/a')).counts, { [MAIN]: 3 });
    assert.deepEqual((await place(paths)).counts, { [MAIN]: 1, 'services/a/src/main.ts': 2 });
  });

  it('finds packages without a name and without a repository where they ran', async () => {
    makeFiles({ 'services/a/package.json': '{}', 'services/b/package.json': '{}' });
    const at = (directory: string) => ({
      package: { name: null, directory: null },
      root: repository.path(directory),
    });
    const { counts, origin } = await place([
      write({ ...at('services/a'), ran: { [MAIN]: 1 } }),
      write({ ...at('services/b'), ran: { [MAIN]: 2 } }),
    ]);
    assert.deepEqual(counts, { 'services/a/src/main.ts': 1, 'services/b/src/main.ts': 2 });
    assert.deepEqual(origin, { package: { name: 'shop', directory: null }, root: repository.root });
  });

  it('reads packages with known directories in a copy of the repository without Git', async () => {
    makeFiles({});
    const paths = [write({ ...A, ran: { [MAIN]: 1 } }), write({ ...B, ran: { [MAIN]: 2 } })];
    assert.deepEqual((await place(paths)).counts, {
      'services/a/src/main.ts': 1,
      'services/b/src/main.ts': 2,
    });
    assert.deepEqual((await place(paths.slice(0, 1))).counts, { [MAIN]: 1 });
  });

  it('treats a symbolic link to a package as the package', async () => {
    mkdirSync(repository.path('node_modules/@shop'));
    symlinkSync(repository.path('services/a'), repository.path('node_modules/@shop/a'), 'dir');
    const { counts, root } = await place([write({ ...A, ran: { [MAIN]: 1 } })], 'node_modules/@shop/a');
    assert.deepEqual([counts, root], [{ [MAIN]: 1 }, repository.path('node_modules/@shop/a')]);
  });

  it('adds a merged profile to further profiles of its packages', async () => {
    const merged = { package: { name: 'shop', directory: '' } };
    const { counts } = await place(
      [
        write({ ...merged, ran: { 'services/a/src/main.ts': 1, 'services/b/src/main.ts': 2 } }),
        write({ ...B, ran: { [MAIN]: 4 } }),
      ],
      'services/b',
    );
    assert.deepEqual(counts, { 'services/a/src/main.ts': 1, 'services/b/src/main.ts': 6 });
  });

  it('adds files that were never loaded to the packages that have them, also in a shared directory', async () => {
    writeSources(repository, 'services/a/src/unused.ts');
    const paths = [
      write({ ...A, ran: { [MAIN]: 1 }, neverLoaded: ['src/unused.ts', 'src/removed.ts'] }, 'shared'),
      write({ ...B, ran: { [MAIN]: 2 }, neverLoaded: [] }, 'shared'),
      write({ ...B, ran: {}, neverLoaded: ['src/unused.ts'] }),
    ];
    const { counts, unplaced } = await place(paths);
    assert.deepEqual(counts, {
      'services/a/src/main.ts': 1,
      'services/a/src/unused.ts': undefined,
      'services/b/src/main.ts': 2,
      'services/b/src/unused.ts': undefined,
    });
    assert.equal(unplaced, 1);
  });

  it('adds up the packages of several sets with paths from one root', async () => {
    const root = repository.path('services/a');
    const sets = await Promise.all(
      [A, B].map(async (origin) => {
        const input = findInput(write({ ...origin, ran: { [MAIN]: 1 } }));
        return (await collect([input], { root, recordedRoots: [] })).sources;
      }),
    );
    const { totals } = placePackages(sets, { root });
    const paths = totals.map(({ metas }) => [...metas.values()].map(({ path }) => path));
    assert.deepEqual(paths, [['services/a/src/main.ts'], ['services/b/src/main.ts']]);
  });
});

describe('a directory in a header', () => {
  let repository: Project;
  beforeEach(() => {
    repository = makeRepository({});
  });
  afterEach(() => repository.remove());

  for (const directory of ['..', 'a/../..', '/etc', 'a//b', './a', 'a\\..\\..', 'C:', 'a/'])
    it(`is refused if it is ${JSON.stringify(directory)}`, () => {
      const profile = { package: { name: 'a', directory }, ran: { 'src/main.ts': 1 } };
      assert.throws(
        () => writeProfile(join(repository.root, 'profile'), profile),
        /Invalid profile field "package"/,
      );
    });
});
