/** Pages of HTML reports have names of their own in the directory of the report, and links lead to them. */
import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import libCoverage from 'istanbul-lib-coverage';
import libReport, { type ReportNode } from 'istanbul-lib-report';
import {
  findWrongLinks,
  linkPages,
  namePages,
  OTHER_OUTPUT,
} from '../../../../src/report/istanbul/html-pages.js';

describe('naming pages', () => {
  it('names pages as Istanbul does', () => {
    assert.deepEqual(pagesOf('a.js', 'b/c d.js', 'b/日本.js'), {
      'directory ': 'index.html',
      'directory src': 'src/index.html',
      'directory src/b': 'src/b/index.html',
      'file src/a.js': 'src/a.js.html',
      'file src/b/c d.js': 'src/b/c d.js.html',
      'file src/b/日本.js': 'src/b/日本.js.html',
    });
  });

  it('numbers pages whose names lead elsewhere, are too long, or are no names', () => {
    const names = ['a\0.js', 'b\n.js', 'c\\d.js', 'C:\\e.js', 'f\ud83d.js', `${'g'.repeat(251)}.js`, 'h.js'];
    const paths = filesOf(pagesOf(...names));
    assert.deepEqual(
      paths,
      [...[1, 2, 3, 4, 5, 6].map((number) => `page-${number}.html`), 'src/h.js.html'].sort(),
    );
  });

  it('gives no two pages names that a file system could take for one', () => {
    const names = ['index', 'INDEX', 'A.js', 'a.js', 'b.js', 'b.js.html/c.js', 'd/index', 'page-1', 'e'];
    const paths = Object.values(pagesOf(...names));
    const ids = paths.map((path) => path.toLowerCase());
    assert.equal(new Set(ids).size, ids.length);
    for (const id of ids) assert.ok(!ids.some((other) => other.startsWith(`${id}/`)), id);
  });

  it('numbers pages whose directory would replace a file of the report', () => {
    for (const name of OTHER_OUTPUT) {
      const pages = namePages(rootOf([`${name}/a.js`, 'b/c.js'], 'nested'), 'page');
      assert.deepEqual(
        [...pages.values()].filter((path) => path.startsWith(name)),
        [],
      );
    }
  });

  it("knows all assets of Istanbul's reporters", () => {
    const lib = join(dirname(createRequire(import.meta.url).resolve('istanbul-reports')), 'lib');
    const directories = ['html/assets', 'html/assets/vendor', 'html-spa/assets'];
    for (const name of directories.flatMap((directory) => readdirSync(join(lib, directory))))
      assert.ok(name === 'vendor' || OTHER_OUTPUT.includes(name), name);
  });
});

describe('linking pages', () => {
  it('encodes what has a meaning in an address', () => {
    const root = rootOf(['a/b.js', 'javascript:hit()', '?q#h%41 "<&>\'.js', ' c.js'], 'nested');
    const { relativePath, assetPath } = linkPages(namePages(root, 'page'));
    const links = root.children.map((child) => relativePath(root, child)).sort();
    assert.deepEqual(links, [
      '%20c.js.html',
      '%3Fq%23h%2541 %22%3C%26%3E%27.js.html',
      './javascript:hit().html',
      'a/index.html',
    ]);
    assert.equal(
      assetPath(root.children.find((child) => child.children.length > 0) ?? root, 'base.css'),
      '../base.css',
    );
  });

  it('finds the files whose links in html-spa lead elsewhere', () => {
    const root = rootOf(['a.js', 'b c.js', 'd#e.js', '<f>.js', 'g\n.js'], 'nested');
    const wrong = [...findWrongLinks(root, namePages(root, 'page'))];
    assert.deepEqual(wrong.sort(), [
      ['./<f>.js.html', '%3Cf%3E.js.html'],
      ['./d#e.js.html', 'd%23e.js.html'],
      ['./g\n.js.html', 'page-1.html'],
    ]);
  });
});

/** Returns the pages of files in the directory `src`, and of their directories. */
function pagesOf(...names: readonly string[]): Readonly<Record<string, string>> {
  return Object.fromEntries([...namePages(rootOf([...names, 'z/z.js'], 'pkg'), 'page')].filter(isNotFiller));
}

function isNotFiller([key]: readonly [string, string]): boolean {
  return !/ src\/z(?:\/z\.js)?$/.test(key);
}

function filesOf(pages: Readonly<Record<string, string>>): readonly string[] {
  return Object.entries(pages)
    .filter(([key]) => key.startsWith('file '))
    .map(([, path]) => path)
    .sort();
}

/** Returns the root of Istanbul's tree of files below `/app/src`. */
function rootOf(names: readonly string[], summarizer: 'nested' | 'pkg'): ReportNode {
  const empty = { statementMap: {}, s: {}, fnMap: {}, f: {}, branchMap: {}, b: {} };
  const paths = names.map((name) => `/app/src/${name}`);
  const coverageMap = libCoverage.createCoverageMap(
    Object.fromEntries(paths.map((path) => [path, { path, ...empty }])),
  );
  return libReport.createContext({ coverageMap }).getTree(summarizer).getRoot() as ReportNode;
}
