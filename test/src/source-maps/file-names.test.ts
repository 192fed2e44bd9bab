/** Names in source maps are URLs or paths. */
import assert from 'node:assert/strict';
import { findNamedFile, nameOf } from '../../../src/source-maps/file-names.js';
import { originalFiles } from '../../../src/source-maps/original-files.js';
import { makeProject, type Project } from '../../support/project.js';

describe('the name of a file in a source map', () => {
  let project: Project;
  afterEach(() => project?.remove());

  /** Returns the relative path of the file that a name in `dist/` means. */
  function find(name: string, ...files: readonly string[]): string | undefined {
    project = makeProject(Object.fromEntries(files.map((file) => [file, ''])));
    return findNamedFile(name, project.path('dist'))?.slice(project.root.length + 1);
  }

  const CASES: readonly (readonly [title: string, name: string, files: readonly string[], file: string])[] = [
    ['is relative', '../src/a.ts', [], 'src/a.ts'],
    ['is percent-encoded', '../src/%5Bid%5D.ts', [], 'src/[id].ts'],
    ['contains encoded letters of other scripts', '../src/na%C3%AFve.ts', [], 'src/naïve.ts'],
    ['contains letters of other scripts', '../src/naïve.ts', [], 'src/naïve.ts'],
    ['contains a space', '../src/my file.ts', [], 'src/my file.ts'],
    ['has a query', '../src/a.ts?abc', [], 'src/a.ts'],
    ['has a fragment', '../src/a.ts#abc', [], 'src/a.ts'],
    ['contains a backslash', '..\\src\\a.ts', [], 'src/a.ts'],
    ['is a path with a percent sign that encodes nothing', '../src/100%.ts', [], 'src/100%.ts'],
    ['is a path that exists only undecoded', '../src/a%20b.ts', ['src/a%20b.ts'], 'src/a%20b.ts'],
    ['exists decoded and undecoded', '../src/a%20b.ts', ['src/a b.ts', 'src/a%20b.ts'], 'src/a b.ts'],
    ['is an encoded percent sign', '../src/a%2520b.ts', ['src/a%20b.ts', 'src/a b.ts'], 'src/a%20b.ts'],
    ['is a path with a number sign', '../src/C#.ts', ['src/C#.ts'], 'src/C#.ts'],
    [
      'is a partly encoded path with a number sign',
      '../src/C#%5Bid%5D.ts',
      ['src/C#[id].ts'],
      'src/C#[id].ts',
    ],
    ['is an undecoded path with a query', '../src/a%20b.ts?1', ['src/a%20b.ts'], 'src/a%20b.ts'],
    ['contains an encoded slash', '../src/a%2Fb.ts', ['src/a%2Fb.ts'], 'src/a%2Fb.ts'],
  ];
  for (const [title, name, files, file] of CASES) {
    it(title, () => assert.equal(find(name, ...files), file));
  }

  it('is an absolute path or a file: URL', () => {
    for (const name of [
      '/app/a%20b.ts',
      'file:///app/a%20b.ts',
      'FILE:///app/a b.ts?1',
      'file://localhost/app/a%20b.ts',
    ])
      assert.equal(findNamedFile(name, '/other'), '/app/a b.ts', name);
  });

  it('is no file of this machine', () => {
    for (const name of [
      '',
      'https://host/a.ts',
      'webpack://x/a',
      'file://host/a.ts',
      'C:\\a.ts',
      'c:/a.ts',
      '\0virtual',
    ])
      assert.equal(findNamedFile(name, '/app'), undefined, name);
  });

  it('survives being written as a name again', () => {
    for (const path of [
      '/app/a%20b.ts',
      '/app/[id].ts',
      '/app/C#.ts',
      '/app/what?.ts',
      '/app/a b.ts',
      '/app/100%.ts',
    ])
      assert.equal(findNamedFile(nameOf(path), '/other'), path);
  });
});

describe('originalFiles', () => {
  const sourcesOf = (names: readonly string[], root?: string, sourceRoot?: string) =>
    originalFiles(
      '/app/services/a/dist/main.js',
      { sources: names, ...(sourceRoot ? { sourceRoot } : {}) },
      root,
    );

  it('resolves names relative to the source root, which is a URL, too', () => {
    for (const sourceRoot of [
      '../src/%5Bx%5D',
      '../src/[x]/',
      '/app/services/a/src/%5Bx%5D',
      'file:///app/services/a/src/[x]',
    ])
      assert.deepEqual(sourcesOf(['a%20b.ts', '/c.ts'], undefined, sourceRoot), [
        '/app/services/a/src/[x]/a b.ts',
        '/c.ts',
      ]);
  });

  it("resolves bundlers' names relative to the project", () => {
    const names = [
      'webpack://name/./src/a.ts?12ab',
      'webpack:///./src/%5Bid%5D.ts',
      'webpack://_N_E/(rsc)/./src/page.tsx',
      'webpack-internal:///./src/b.ts',
      'turbopack:///[project]/src/c.ts',
    ];
    assert.deepEqual(
      sourcesOf(names, '/app'),
      ['src/a.ts', 'src/[id].ts', 'src/page.tsx', 'src/b.ts', 'src/c.ts'].map((file) => `/app/${file}`),
    );
    assert.deepEqual(
      sourcesOf(names),
      names.map(() => undefined),
    );
  });

  it("has no file for a bundler's own modules", () => {
    const names = [
      'webpack://name/webpack/bootstrap',
      'webpack://name/external commonjs "fs"',
      'turbopack:///[turbopack]/r.ts',
    ];
    assert.deepEqual(
      sourcesOf(names, '/app'),
      names.map(() => undefined),
    );
  });

  it("resolves bundlers' names relative to a directory of the project if only that file exists", () => {
    const project = makeProject({ 'services/a/src/a.ts': '' });
    const file = project.path('services/a/dist/main.js');
    const sources = ['webpack://name/./src/a.ts'];
    assert.deepEqual(originalFiles(file, { sources }, project.root), [project.path('services/a/src/a.ts')]);
    project.remove();
  });
});
