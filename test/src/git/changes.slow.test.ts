/** Changes are listed the same, however the user's git is configured. */
import assert from 'node:assert/strict';
import { chmodSync, renameSync, rmSync, symlinkSync, utimesSync, writeFileSync } from 'node:fs';
import { type ChangedFile, listChanges } from '../../../src/git/changes.js';
import { openRepository } from '../../../src/git/repository.js';
import type { Environment } from '../../../src/settings/index.js';
import { GIT_ENVIRONMENT, type GitSandbox, makeRepository } from '../../support/git.js';

/** Enough lines for git to recognize an edited file when it is renamed. */
const LINES = Array.from({ length: 12 }, (_, index) => `line ${index + 1};\n`);
const TEXT = LINES.join('');

/** Every option that changes the output of git. */
const HOSTILE = `
[color]
  ui = always
  diff = always
[core]
  quotepath = true
  pager = false
  fsmonitor = true
[diff]
  external = false
  noprefix = true
  mnemonicPrefix = true
  srcPrefix = x/
  dstPrefix = y/
  renames = false
  relative = true
  context = 7
  interHunkContext = 9
  submodule = log
  ignoreSubmodules = all
  algorithm = patience
  wordRegex = .
  colorMoved = zebra
  suppressBlankEmpty = true
  orderFile = /nowhere
[diff "shout"]
  command = false
  textconv = false
[alias]
  diff-index = version
`;

for (const [configuration, config, environment] of [
  ['no configuration', '', {}],
  [
    'a hostile configuration',
    HOSTILE,
    { GIT_DIFF_OPTS: '--unified=5', GIT_EXTERNAL_DIFF: 'false', GIT_DIR: '.git', GIT_PAGER: 'false' },
  ],
] as const)
  describe(`listChanges with ${configuration}`, () => {
    let repository: GitSandbox;
    let base: string;
    let userEnvironment: Environment;

    beforeEach(() => {
      repository = makeRepository();
      const file = repository.beside('config').root;
      writeFileSync(file, config);
      userEnvironment = { ...GIT_ENVIRONMENT, ...environment, GIT_CONFIG_GLOBAL: file };
      repository.write({ 'a.js': TEXT, 'b.js': TEXT.replaceAll('line', 'other') });
      base = repository.commit();
    });

    afterEach(() => repository.remove());

    const list = async (directory = repository.root): Promise<readonly ChangedFile[]> =>
      listChanges(await openRepository(directory, userEnvironment), base);

    /** Formats each change as `status content name 1-3,9`, sorted by path. */
    const describeAll = async () =>
      (await list()).map(({ status, content, path, from, lines }) =>
        [
          status,
          content,
          path.slice(repository.root.length + 1),
          ...(from === null ? [] : [`from ${from.slice(repository.root.length + 1)}`]),
          lines.map(({ first, last }) => `${first}-${last}`).join(),
        ].join(' '),
      );

    const edited = (line: number, text = 'edited;\n') => LINES.with(line - 1, text).join('');

    it('returns nothing for a file that was only touched', async () => {
      utimesSync(repository.path('a.js'), 1, 1);
      assert.deepEqual(await describeAll(), []);
    });

    it('returns committed, staged and unstaged lines', async () => {
      repository.write({ 'a.js': edited(2) });
      repository.commit();
      repository.write({ 'b.js': edited(3), 'c.js': 'x;\ny;' });
      repository.git('add', '.');
      repository.write({ 'a.js': edited(2).replace('line 5;', 'five;\nand more;') });
      assert.deepEqual(await describeAll(), [
        'modified text a.js 2-2,5-6',
        'modified text b.js 1-12',
        'added text c.js 1-2',
      ]);
    });

    it('returns a file without lines if lines were only removed', async () => {
      repository.write({ 'a.js': LINES.slice(3).join('') });
      assert.deepEqual(await describeAll(), ['modified text a.js ']);
    });

    it('returns every line of untracked files, but no ignored files', async () => {
      repository.write({
        'new.js': 'x;\n',
        'out/ignored.js': 'x;\n',
        '.gitignore': 'out\n',
        'i.bin': 'a\0b',
      });
      assert.deepEqual(await describeAll(), [
        'added text .gitignore 1-Infinity',
        'added binary i.bin ',
        'added text new.js 1-Infinity',
      ]);
    });

    it('returns files that were added with --intent-to-add', async () => {
      repository.write({ 'new.js': 'x;\ny;\n' });
      repository.git('add', '--intent-to-add', 'new.js');
      assert.deepEqual(await describeAll(), ['added text new.js 1-2']);
    });

    it('recognizes renamed files, both unchanged and edited', async () => {
      repository.git('mv', 'a.js', 'moved.js');
      repository.git('mv', 'b.js', 'z.js');
      repository.write({ 'moved.js': edited(7) });
      assert.deepEqual(await describeAll(), [
        'renamed text moved.js from a.js 7-7',
        'renamed text z.js from b.js ',
      ]);
    });

    it('recognizes files that were deleted in git or only on the disk', async () => {
      repository.git('rm', '--quiet', 'a.js');
      rmSync(repository.path('b.js'));
      assert.deepEqual(await describeAll(), ['deleted text a.js ', 'deleted text b.js ']);
    });

    it('returns a file that was removed from the index but not from the disk', async () => {
      repository.git('rm', '--quiet', '--cached', 'a.js');
      assert.deepEqual(await describeAll(), ['added text a.js 1-Infinity']);
    });

    it('recognizes binary files by their content and by their attributes', async () => {
      repository.write({ 'a.js': 'a\0b\0', '.gitattributes': 'b.js -diff\n', 'b.js': edited(1) });
      repository.git('add', '.gitattributes');
      assert.deepEqual(await describeAll(), [
        'added text .gitattributes 1-1',
        'modified binary a.js ',
        'modified binary b.js ',
      ]);
    });

    it('ignores a textconv and an external diff program', async () => {
      repository.write({ '.gitattributes': '*.js diff=shout\n' });
      base = repository.commit();
      repository.write({ 'a.js': edited(1) });
      assert.deepEqual(await describeAll(), ['modified text a.js 1-1']);
    });

    it('ignores a file system monitor', async () => {
      const monitor = repository.beside('monitor').root;
      writeFileSync(monitor, "#!/bin/sh\nprintf 'token\\0'\n", { mode: 0o755 });
      repository.git('config', 'core.fsmonitor', monitor);
      repository.git('update-index', '--fsmonitor');
      repository.git('status');
      repository.write({ 'a.js': edited(1) });
      assert.equal(repository.git('diff', '--name-only'), '');
      assert.deepEqual(await describeAll(), ['modified text a.js 1-1']);
    });

    it('returns a file without lines if only its mode changed', async () => {
      chmodSync(repository.path('a.js'), 0o755);
      assert.deepEqual(await describeAll(), ['modified text a.js ']);
    });

    it('recognizes symbolic links, and files that became one or were one', async () => {
      symlinkSync('a.js', repository.path('link.js'));
      base = repository.commit();
      rmSync(repository.path('link.js'));
      repository.write({ 'link.js': 'x;\n' });
      rmSync(repository.path('b.js'));
      symlinkSync('a.js', repository.path('b.js'));
      symlinkSync('nowhere', repository.path('untracked.js'));
      assert.deepEqual(await describeAll(), [
        'modified link b.js ',
        'modified text link.js 1-1',
        'added link untracked.js ',
      ]);
    });

    it('parses names with spaces, quotes, line breaks and non-ASCII letters', async () => {
      const names = [
        'a b.js',
        '"q".js',
        'new\nline.js',
        'tab\t.js',
        'é終🙂.js',
        '+++ b/a.js',
        '-x.js',
        'back\\n.js',
      ];
      repository.write(Object.fromEntries(names.map((name) => [name, TEXT])));
      base = repository.commit();
      repository.write(Object.fromEntries(names.map((name) => [name, edited(4)])));
      const expected = names.map((name) => `modified text ${name} 4-4`).sort();
      assert.deepEqual((await describeAll()).toSorted(), expected);
    });

    it('returns lines of files with CRLF, and of files without a line break at the end', async () => {
      repository.write({ 'crlf.js': TEXT.replaceAll('\n', '\r\n'), 'open.js': 'x;\ny;' });
      base = repository.commit();
      repository.write({ 'crlf.js': edited(6).replaceAll('\n', '\r\n'), 'open.js': 'x;\ny;\nz;' });
      assert.deepEqual(await describeAll(), ['modified text crlf.js 6-6', 'modified text open.js 2-3']);
    });

    it('returns only edited lines of a file that git converts to CRLF', async () => {
      repository.git('config', 'core.autocrlf', 'true');
      repository.write({ 'a.js': edited(6).replaceAll('\n', '\r\n') });
      assert.deepEqual(await describeAll(), ['modified text a.js 6-6']);
    });

    it('returns both sides of a merge conflict and its markers', async () => {
      repository.git('checkout', '--quiet', '-b', 'other');
      repository.write({ 'a.js': edited(5, 'theirs;\n') });
      repository.commit();
      repository.git('checkout', '--quiet', 'main');
      repository.write({ 'a.js': edited(5, 'ours;\n') });
      repository.commit();
      assert.throws(() => repository.git('merge', 'other'));
      assert.deepEqual(await describeAll(), ['modified text a.js 5-9']);
    });

    it('returns a submodule, but no repository within that is not a submodule', async () => {
      const other = repository.beside('other');
      repository.git('clone', '--quiet', '.', other.root);
      repository.git('-c', 'protocol.file.allow=always', 'submodule', '--quiet', 'add', other.root, 'sub');
      base = repository.commit();
      const inside = repository.beside('repository/sub');
      inside.write({ 'a.js': 'x;\n' });
      repository.git('clone', '--quiet', '.', 'stray');
      assert.deepEqual(await describeAll(), []);
      inside.commit();
      assert.deepEqual(await describeAll(), ['modified submodule sub ']);
    });

    it('returns tracked and untracked files outside of the given directory', async () => {
      repository.write({ 'packages/one/a.js': TEXT });
      base = repository.commit();
      repository.write({ 'packages/one/a.js': edited(1), 'a.js': edited(2), 'packages/two/a.js': 'x;\n' });
      const directory = repository.path('packages/one');
      const paths = (await list(directory)).map(({ path }) => path);
      assert.deepEqual(paths, ['a.js', 'packages/one/a.js', 'packages/two/a.js'].map(repository.path));
    });

    it('keeps a symbolic link to the directory in the paths of files', async () => {
      const { root: link } = repository.beside('link');
      repository.write({ 'packages/one/a.js': 'x;\n' });
      symlinkSync(repository.path('packages/one'), link);
      assert.deepEqual(
        (await list(link)).map(({ path }) => path),
        [`${link}/a.js`],
      );
    });

    it('compares the files of a linked worktree', async () => {
      const worktree = repository.beside('worktree');
      repository.git('worktree', 'add', '--quiet', '-b', 'branch', worktree.root);
      worktree.write({ 'a.js': edited(9) });
      assert.deepEqual(
        (await list(worktree.root)).map(({ path, lines }) => ({ path, lines })),
        [{ path: worktree.path('a.js'), lines: [{ first: 9, last: 9 }] }],
      );
    });

    it('returns a file that was replaced by a directory, and the files in it', async () => {
      renameSync(repository.path('a.js'), repository.path('x.js'));
      repository.write({ 'a.js/index.js': 'x;\n' });
      assert.deepEqual(await describeAll(), [
        'deleted text a.js ',
        'added text a.js/index.js 1-Infinity',
        'added text x.js 1-Infinity',
      ]);
    });
  });
