/** Coverage from someone else names files of this machine. Reports show none that is not a known source of the project. */
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import {
  mkdirSync,
  readdirSync,
  readFileSync,
  statSync,
  symlinkSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { createServer, type Server } from 'node:net';
import { join, resolve } from 'node:path';
import { ARCHIVE_MAGIC } from '../../../src/profile/format/constants.js';
import { encodeMeta } from '../../../src/profile/format/meta-file.js';
import { type FileMeta, UNKNOWN_SOURCE } from '../../../src/profile/model/file-meta.js';
import { writeCounters } from '../../../src/profile/store/write-profile.js';
import { makeRepository, manifestOf } from '../../support/monorepo.js';
import { countersOf, metaOf, profileOf, writeMeta } from '../../support/profiles.js';
import { startCovermain } from '../../support/program.js';
import { makeProject, type Project } from '../../support/project.js';
import { giveToSecondUser, requireSecondUser } from '../../support/second-user.js';

/** No report, note or error may contain this text. */
const SECRET = 'TOP-SECRET-TOKEN';

/** Text of files that reports show. */
const OWN = 'OWN-SOURCE-TEXT';

const REPORTERS = [
  ...['clover', 'cobertura', 'html', 'html-spa', 'json', 'json-summary', 'lcov', 'teamcity', 'text'],
  ...['text-lcov', 'text-summary'],
];

/** Milliseconds that a command may take. It would need forever for an endless file or a pipe without a writer. */
const LIMIT = 60_000;

/** Bytes of a sparse file that no command may read to its end. */
const HUGE = 10 * 2 ** 30;

describe('coverage that names files of this machine', function () {
  this.timeout(2 * LIMIT);
  let project: Project;
  let server: Server;

  before(async function () {
    if (process.platform !== 'linux') this.skip();
    const own = `export const text = '${OWN}';\n`;
    project = makeProject(
      {
        '.nycrc': '{}',
        'src/own.js': own,
        'src/compiled.js': own,
        'src/.env': SECRET,
        '.git/config': SECRET,
        '../secret.js': `'${SECRET}';\n`,
        '../shared.js': own,
        '../shared-unknown.js': `'${SECRET}';\n`,
        '../directory/secret.js': `'${SECRET}';\n`,
      },
      'project',
    );
    symlinkSync('../../secret.js', project.path('src/link.js'));
    symlinkSync('../../directory', project.path('src/linked-directory'));
    symlinkSync('/dev/zero', project.path('src/zero.js'));
    symlinkSync('loop.js', project.path('src/loop.js'));
    symlinkSync('own.js', project.path('src/own-link.js'));
    mkdirSync(project.path('src/directory.js'));
    execFileSync('mkfifo', [project.path('src/pipe.js')]);
    writeFileSync(project.path('src/huge.js'), SECRET);
    truncateSync(project.path('src/huge.js'), HUGE);
    server = createServer();
    await new Promise<void>((listening) => server.listen(project.path('src/socket.js'), listening));
  });

  after(() => {
    server?.close();
    project?.remove();
  });

  /** Paths, relative to the root or absolute, whose text is not shown if the coverage has no hash of it. */
  const foreignPaths = (): readonly string[] => [
    ...[
      '../secret.js',
      '../shared-unknown.js',
      'src/link.js',
      'src/linked-directory/secret.js',
      'src/zero.js',
    ],
    ...[
      'src/loop.js',
      'src/directory.js',
      'src/pipe.js',
      'src/huge.js',
      'src/socket.js',
      'src/.env',
      '.git/config',
    ],
    ...[
      'src/missing.js',

      '/dev/zero',
      '/dev/stdin',
      '/dev/fd/0',
      '/proc/self/environ',
    ],
    ...[
      '/proc/self/fd/0',
      '/etc/passwd',
      `${project.root}/../secret.js`,
      `${project.root}/src/../../secret.js`,
    ],
    ...[`file://${resolve(project.root, '../secret.js')}`, '..\\secret.js'],
  ];

  const ownPaths = ['src/own.js', 'src/own-link.js'];

  it('shows the text of no such file in any report of Istanbul JSON, and all numbers', async () => {
    const files = [...ownPaths, ...foreignPaths()].map((path) => istanbulOf(absolute(path)));
    // Compiled files whose maps name the file, with and without a text.
    const mapped = [null, 'stolen?\n'].map((text, index) => ({
      ...istanbulOf(project.path(`dist/compiled-${index}.js`)),
      inputSourceMap: {
        version: 3,
        sources: [index === 0 ? '/etc/hostname' : '../../secret.js'],
        ...(text === null ? {} : { sourcesContent: [text] }),
        names: [],
        mappings: 'AAAA,CAAC,CAAC,CAAC,CAAC',
      },
    }));
    const input = writeJson('foreign.json', [...files, ...mapped]);
    const { code, output, reports } = await report(input);
    assert.equal(code, 0, output);
    assertPrivate(output, reports);
    assert.match(pageOf(reports, 'src/own.js'), new RegExp(OWN));
    assert.match(pageOf(reports, 'src/own-link.js'), new RegExp(OWN));
    const link = pageOf(reports, 'src/link.js');
    assert.match(
      link,
      /src\/link\.js is outside of the root or hidden, and its coverage has no hash of its text, so its text is/,
    );
    assert.match(pageOf(reports, 'src/pipe.js'), /src\/pipe\.js cannot be read as a file of at most 32 MB/);
    assert.match(output, /outside of .* or hidden, and measured without a hash of their text: .*etc\/passwd/);
    assert.match(output, /not readable as files of at most 32 MB: .*src\/pipe\.js/);
    const summary = JSON.parse(reports.get('coverage-summary.json') ?? '{}') as Record<string, unknown>;
    for (const path of ['../secret.js', 'src/link.js', 'src/pipe.js', 'src/missing.js'])
      assert.ok(summary[project.path(path)], `${path} has numbers`);
  });

  it('shows the text of no such file in any report of profiles without hashes', async () => {
    const paths = [...ownPaths, ...foreignPaths().filter((path) => !path.startsWith('/'))];
    const outside = ['../../../../../../../../etc/passwd', '../../../../../../../../proc/self/environ'];
    const input = writeProfile(
      'profile',
      [...paths, ...outside].map((path) => fileOf(path, UNKNOWN_SOURCE)),
    );
    const { code, output, reports } = await report(input);
    assert.equal(code, 0, output);
    assertPrivate(output, reports);
    assert.match(pageOf(reports, 'src/own.js'), new RegExp(OWN));
  });

  it('shows the text of no such file in any report of a Go text', async () => {
    const paths = [...ownPaths, ...foreignPaths()];
    const input = project.path('coverage.txt');
    writeFileSync(input, `mode: count\n${paths.map((path) => `${path}:1.1,1.2 1 1\n`).join('')}`);
    const { code, output, reports } = await report(input);
    assert.equal(code, 0, output);
    assertPrivate(output, reports);
    assert.match(pageOf(reports, 'src/own.js'), new RegExp(OWN));
  });

  it('shows a file outside of the root whose hash is in the profile, and none with another hash', async () => {
    const hash = createHash('sha256')
      .update(readFileSync(project.path('src/own.js')))
      .digest('hex');
    const paths = [
      '../secret.js',
      'src/link.js',
      '/dev/zero',
      'src/pipe.js',
      'src/huge.js',
      'src/directory.js',
    ];
    const input = writeProfile(
      'hashed',
      ['../shared.js', ...paths].map((path) => fileOf(path, hash)),
    );
    const { code, output, reports } = await report(input);
    assert.equal(code, 0, output);
    assertPrivate(output, reports);
    const pages = [...reports].filter(([name]) => name.endsWith('.js.html'));
    const shown = pages.filter(([, page]) => page.includes(OWN)).map(([name]) => name);
    assert.deepEqual([...new Set(shown.map((name) => name.replace(/^.*\//, '')))], ['shared.js.html']);
  });

  it('refuses paths that no file can have', async () => {
    const long = `src/${'long/'.repeat(2000)}name.js`;
    const paths = { nul: '../secret.js\0.js', long, name: `src/${'n'.repeat(300)}.js` };
    for (const [name, path] of Object.entries(paths)) {
      const json = writeJson(`${name}.json`, [istanbulOf(absolute(path))]);
      const profile = writeProfile(name, [fileOf(path, UNKNOWN_SOURCE)]);
      const { code, output } = await covermain('report', '--reporter', 'html', json, profile);
      assert.equal(code, 2, output);
      assert.match(
        output,
        /json: .*the path of the source (contains a NUL|has \d+ characters|contains a name of more)/,
      );
      assert.match(
        output,
        /the path of its source (contains a NUL|has \d+ characters|contains a name of more)/,
      );
      assert.ok(output.length < 5000, `the message has ${output.length} characters`);
    }
  });

  it('prints no text of such a file with func, who and doctor', async () => {
    const input = writeProfile(
      'asked',
      foreignPaths()
        .filter((path) => !path.startsWith('/'))
        .map((path) => fileOf(path, UNKNOWN_SOURCE)),
    );
    for (const args of [
      ['func', input],
      ['who', 'src/link.js:1', input],
      ['doctor', input],
    ]) {
      const { output } = await covermain(...args);
      assertPrivate(output);
      assert.doesNotMatch(output, /Internal error/);
    }
  });

  it('refuses or skips inputs that are no regular files or too large, at once', async () => {
    const directory = writeProfile('damaged', [fileOf('src/own.js', UNKNOWN_SOURCE)]);
    const hash = '0123456789abcdef'.repeat(4);
    execFileSync('mkfifo', [join(directory, `covmeta.${hash}`)]);
    execFileSync('mkfifo', [join(directory, 'covcounters.run-2.1.1735783445678000000')]);
    execFileSync('mkfifo', [join(directory, 'run.1735783445678.1.jsonl')]);
    execFileSync('mkfifo', [join(directory, 'journal.run-1.jsonl')]);
    symlinkSync('/dev/zero', join(directory, 'covcounters.run-3.1.1735783445678000000'));
    mkdirSync(join(directory, 'covcounters.run-4.1.1735783445678000000'));
    makeHuge(join(directory, 'covcounters.run-5.1.1735783445678000000'));
    makeHuge(join(directory, `covmeta.${hash.replace('0', '1')}`));
    makeHuge(join(directory, 'run.1735783445679.1.jsonl'));
    makeHuge(join(directory, 'journal.run-2.jsonl'), '{"event":');
    const refused = await covermain('report', directory);
    assert.equal(refused.code, 2, refused.output);
    assert.match(refused.output, /covcounters\.run-2.*: it is a pipe/);
    assert.match(refused.output, /covcounters\.run-3.*: it is a device/);
    assert.match(refused.output, /covcounters\.run-4.*: it is a directory/);
    assert.match(refused.output, /covcounters\.run-5.*: it is larger than 511 MB/);
    const forced = await covermain('report', '--force', '--reporter', 'text', directory);
    assert.equal(forced.code, 0, forced.output);
    assert.match(forced.output, /own\.js/);
    const [json, archive, text, nyc] = ['huge.json', 'huge.cov', 'huge.txt', 'nyc'].map(project.path) as [
      string,
      string,
      string,
      string,
    ];
    makeHuge(json, '{');
    makeHuge(archive, ARCHIVE_MAGIC);
    makeHuge(text, 'mode: count\n');
    mkdirSync(join(nyc, 'processinfo'), { recursive: true });
    execFileSync('mkfifo', [join(nyc, 'pipe.json')]);
    makeHuge(join(nyc, 'huge.json'));
    execFileSync('mkfifo', [join(nyc, 'processinfo/huge.json')]);
    symlinkSync('../../secret.js', join(nyc, 'link.json'));
    symlinkSync('loop.json', join(nyc, 'loop.json'));
    const all = await covermain('report', json, archive, text, nyc);
    assertPrivate(all.output);
    assert.match(all.output, /link\.json: invalid or truncated JSON/);
    assert.equal(all.code, 2, all.output);
    for (const path of [json, archive, text, join(nyc, 'huge.json')])
      assert.ok(all.output.includes(`Cannot read ${path}: it is larger than 511 MB`), all.output);
    const pipe = await covermain('report', join(nyc, 'pipe.json'));
    assert.equal(pipe.code, 2, pipe.output);
  });

  it('measures a program of a project with such files, and reads none of them', async () => {
    const directory = project.path('run');
    const files = {
      'src/main.js': "import './mapped.js';\n",
      'src/mapped.js': 'export const mapped = 1;\n//# sourceMappingURL=pipe.js\n',
    };
    for (const [name, text] of Object.entries(files)) writeFileSync(project.path(name), text);
    const { code, output } = await covermain('run', '--dir', directory, '--', 'node', 'src/main.js');
    assert.equal(code, 0, output);
    assertPrivate(output);
    assert.match(output, / mapped\.js +\| +100/);
    assert.match(output, /source map of src\/mapped\.js cannot be read \(not a regular file/);
  });

  it('measures a program that Node reads from a pipe, and takes no byte of it', async () => {
    const script = `echo 'console.log("from the pipe")' > src/pipe.js & node src/pipe.js`;
    const { code, output } = await covermain('run', '--no-report', '--', 'sh', '-c', script);
    assert.equal(code, 0, output);
    assert.match(output, /from the pipe/);
  });

  const absolute = (path: string) =>
    path.startsWith('/') || path.startsWith('file:') ? path : `${project.root}/${path}`;

  function writeJson(name: string, files: readonly { readonly path: string }[]): string {
    writeFileSync(
      project.path(name),
      JSON.stringify(Object.fromEntries(files.map((file) => [file.path, file]))),
    );
    return project.path(name);
  }

  function writeProfile(name: string, metas: readonly FileMeta[]): string {
    const directory = project.path(name);
    mkdirSync(directory);
    for (const meta of metas) writeMeta(directory, encodeMeta(meta));
    writeCounters(directory, profileOf(metas.map((meta) => countersOf(meta, [1, 1, 1]))));
    return directory;
  }

  async function report(input: string) {
    const directory = `${input}-report`;
    const reporters = REPORTERS.flatMap((name) => ['--reporter', name]);
    const called = await covermain('report', ...reporters, '--report-dir', directory, input);
    return { ...called, reports: readAll(directory) };
  }

  /** Runs a command whose environment and stdin are secret, too. */
  async function covermain(...args: readonly string[]) {
    const program = startCovermain(project, args, { env: { OWN_TOKEN: SECRET } });
    program.type(SECRET);
    const timer = setTimeout(() => program.signalGroup('SIGKILL'), LIMIT);
    const code = await program.exitCode;
    clearTimeout(timer);
    return { code, output: program.output() };
  }
});

describe('a profile that names a package of a repository', function () {
  this.timeout(2 * LIMIT);
  let repository: Project;

  beforeEach(() => {
    repository = makeRepository({
      'packages/a/package.json': manifestOf('a'),
      'packages/a/own.js': `export const text = '${OWN}';\n`,
      'packages/b/package.json': manifestOf('b'),
      'packages/b/other.js': `export const text = '${OWN}';\n`,
      'private/creds.txt': SECRET,
      '.aws/package.json': manifestOf('aws'),
      '.aws/creds.txt': SECRET,
    });
    mkdirSync(repository.path('.git'));
  });

  afterEach(() => repository.remove());

  /** Draws a report of files without hashes in the package `a`. @returns the output and the HTML pages by file name */
  async function report(described: readonly (readonly [name: string, directory: string, file: string])[]) {
    const profiles = described.map(([name, directory, file], index) => {
      const profile = repository.path(`profile-${index}`);
      const meta = fileOf(file, UNKNOWN_SOURCE);
      mkdirSync(profile);
      writeMeta(profile, encodeMeta(meta));
      const header = { pid: index + 1, package: { name, directory }, root: '/y' };
      writeCounters(profile, profileOf([countersOf(meta, [1, 1, 1])], header));
      return profile;
    });
    const directory = repository.path('html');
    const program = startCovermain(
      repository,
      ['report', ...profiles, '--reporter', 'html', '--report-dir', directory],
      { cwd: repository.path('packages/a') },
    );
    assert.equal(await program.exitCode, 0, program.output());
    const pages = [...readAll(directory)].filter(([name]) => /\.(js|txt)\.html$/.test(name));
    assertPrivate(program.output(), new Map(pages));
    return {
      output: program.output(),
      pages: new Map(pages.map(([name, page]) => [name.replace(/^.*\//, ''), page])),
    };
  }

  it('shows no file outside of the root and of the packages, and warns', async () => {
    const { output, pages } = await report([
      ['x', 'private', 'creds.txt'],
      ['aws', '.aws', 'creds.txt'],
      ['shop', '', 'private/creds.txt'],
      ['b', 'packages/b', '../../private/creds.txt'],
      ['a', 'packages/a', 'own.js'],
      ['b', 'packages/b', 'other.js'],
    ]);
    assert.match(
      output,
      /outside of \S*\/packages\/a or hidden, and measured without a hash of their text: .*private\/creds\.txt/,
    );
    assert.match(pages.get('own.js.html') ?? '', new RegExp(OWN));
    assert.match(pages.get('other.js.html') ?? '', new RegExp(OWN));
    assert.match(pages.get('creds.txt.html') ?? '', /its text is not shown/);
  });

  it('shows only files below the root if another user created the repository', async function () {
    requireSecondUser(this);
    giveToSecondUser(repository.path('.git'));
    const { pages } = await report([
      ['x', 'private', 'creds.txt'],
      ['a', 'packages/a', 'own.js'],
      ['b', 'packages/b', 'other.js'],
    ]);
    assert.match(pages.get('own.js.html') ?? '', new RegExp(OWN));
    assert.match(pages.get('other.js.html') ?? '', /its text is not shown/);
  });
});

/** Asserts that texts contain neither the secret nor the first user of this machine. */
function assertPrivate(output: string, reports: ReadonlyMap<string, string> = new Map()): void {
  for (const [name, text] of [['the output', output] as const, ...reports]) {
    assert.ok(!text.includes(SECRET), `${name} contains the secret`);
    assert.doesNotMatch(text, /root:x?:0:0/, `${name} contains /etc/passwd`);
  }
}

function istanbulOf(path: string) {
  const range = { start: { line: 1, column: 0 }, end: { line: 1, column: 3 } };
  return { path, statementMap: { 0: range }, fnMap: {}, branchMap: {}, s: { 0: 1 }, f: {}, b: {} };
}

function fileOf(path: string, sourceHash: string): FileMeta {
  return metaOf({ path, sourceHash });
}

function makeHuge(path: string, start = ''): void {
  writeFileSync(path, start);
  truncateSync(path, HUGE);
}

/** Returns the HTML page of a file. The pages are below the common directory of all files of the report. */
function pageOf(reports: ReadonlyMap<string, string>, file: string): string {
  const [page] = [...reports].filter(
    ([name]) => name.endsWith(`/${file}.html`) && !name.includes('lcov-report'),
  );
  assert.ok(page, `no page of ${file} among ${[...reports.keys()].join(', ')}`);
  return page[1];
}

/** Returns the texts of all files in a directory, by relative path. */
function readAll(directory: string): ReadonlyMap<string, string> {
  const names = readdirSync(directory, { recursive: true, encoding: 'utf8' });
  return new Map(
    names
      .filter((name) => statSync(join(directory, name)).isFile())
      .map((name) => [name, readFileSync(join(directory, name), 'utf8')]),
  );
}
