/** `covermain report --open` opens the HTML report in a browser, or says where it is. */
import assert from 'node:assert/strict';
import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { coverageOfExecuted } from '../support/executed-scripts.js';
import { killLeftPrograms, startCovermain } from '../support/program.js';
import { makeProject, type Project } from '../support/project.js';
import { onceIn } from '../support/wait-for-files.js';

const SOURCES = { 'src/a.js': 'a();\nfunction a() {}\n' };

describe('covermain report --open', () => {
  let project: Project;
  let directory: string;

  before(function () {
    if (process.platform !== 'linux') this.skip();
  });

  beforeEach(() => {
    directory = mkdtempSync(join(tmpdir(), 'covermain-browser-'));
    project = makeProject({ ...SOURCES, '.nycrc': '{ "reporter": [] }' });
    writeFileSync(project.path('counts.json'), JSON.stringify(coverageOfExecuted(project.root, SOURCES)));
    makeBrowser('browser');
  });

  afterEach(() => {
    killLeftPrograms();
    project.remove();
    rmSync(directory, { recursive: true });
  });

  /** Creates a program that records its arguments in one step. */
  function makeBrowser(name: string): void {
    const path = join(directory, name);
    writeFileSync(
      path,
      `#!/bin/sh
[ "$1" = --help ] && exit
echo "$0 $*" > '${directory}/.calls'
mv '${directory}/.calls' '${directory}/calls'
`,
    );
    chmodSync(path, 0o755);
  }

  /** Returns the arguments of the browser that was started. */
  const opened = () =>
    onceIn(directory, () => {
      const file = join(directory, 'calls');
      return existsSync(file) ? readFileSync(file, 'utf8').trim() : undefined;
    });

  async function report(env: Readonly<Record<string, string>>, ...args: readonly string[]) {
    const none = { CI: '', BROWSER: '', DISPLAY: '', WAYLAND_DISPLAY: '', WSL_DISTRO_NAME: '' };
    const program = startCovermain(project, ['report', 'counts.json', '--open', ...args], {
      env: { ...none, ...env },
    });
    assert.equal(await program.exitCode, 0, program.output());
    return program;
  }

  it('writes the HTML report and opens it with the program that BROWSER names', async () => {
    const browser = join(directory, 'browser');
    const program = await report({ BROWSER: browser });
    const index = project.path('coverage/index.html');
    assert.equal(await opened(), `${browser} ${index}`);
    assert.match(readFileSync(index, 'utf8'), /All files/);
    assert.ok(program.stderr().includes(`Opening ${index}`), program.stderr());
  });

  it("opens it with the desktop's own program if BROWSER is not set", async () => {
    makeBrowser('exo-open');
    const PATH = `${directory}${delimiter}${process.env.PATH}`;
    await report({ DISPLAY: ':99', XDG_CURRENT_DESKTOP: 'XFCE', PATH });
    assert.equal(await opened(), `${join(directory, 'exo-open')} ${project.path('coverage/index.html')}`);
  });

  it('opens the start page of the reporter covermain, and adds no other report', async () => {
    const browser = join(directory, 'browser');
    await report({ BROWSER: browser }, '--reporter', 'covermain');
    assert.equal(await opened(), `${browser} ${project.path('coverage/covermain/index.html')}`);
    assert.equal(existsSync(project.path('coverage/index.html')), false);
  });

  it('opens the start page of the reporter lcov, and adds no other report', async () => {
    await report({ BROWSER: join(directory, 'browser') }, '--reporter', 'lcov', '--report-dir', 'out');
    assert.ok((await opened()).endsWith(` ${project.path('out/lcov-report/index.html')}`));
    assert.equal(existsSync(project.path('out/index.html')), false);
  });

  it("opens the page of covermain's own reporter", async () => {
    await report({ BROWSER: join(directory, 'browser') }, '--reporter', 'covermain');
    const page = project.path('coverage/covermain/index.html');
    assert.ok((await opened()).endsWith(` ${page}`));
    assert.match(readFileSync(page, 'utf8'), /<script/);
  });

  const NOT_OPENED: readonly [where: string, env: Readonly<Record<string, string>>, message: RegExp][] = [
    [
      'without a desktop',
      {},
      /index\.html is not opened: this session has no desktop\. Open it in a browser\./,
    ],
    ['in CI', { CI: 'true', BROWSER: 'browser' }, /index\.html is not opened: CI="true" is set\./],
    [
      'with BROWSER=none',
      { BROWSER: 'none', DISPLAY: ':99' },
      /index\.html is not opened: BROWSER=none is set\./,
    ],
    [
      'with a browser that does not exist',
      { BROWSER: '/no/browser' },
      /Cannot open .*index\.html: spawn \/no\/browser ENOENT/,
    ],
  ];

  for (const [where, env, message] of NOT_OPENED)
    it(`prints the path of the report ${where}, and does not fail`, async () => {
      const program = await report(env);
      assert.match(program.stderr(), message);
      assert.ok(existsSync(project.path('coverage/index.html')));
    });
});
