/** Tests covermain as a dependency of a project of Yarn's Plug'n'Play, which has no `node_modules`. Installs Yarn. */
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { outcomeOf } from '../support/measured-programs.js';
import { killLeftPrograms, start } from '../support/program.js';
import { functionCounts, makeProject, type Project, REPOSITORY } from '../support/project.js';

const FILES = {
  'package.json': JSON.stringify({ name: 'app', private: true, dependencies: { ms: '^2.1.3' } }),
  '.nycrc': JSON.stringify({ include: ['src/**'], reporter: ['json'] }),
  '.yarnrc.yml': 'nodeLinker: pnp\nenableTelemetry: false\nenableGlobalCache: false\n',
  'yarn.lock': '',
  'src/old.js': `
    const ms = require('ms');
    function old() { return ms('1s'); }
    function never() {}
    console.log(old());`,
  'src/new.mjs': `
    import ms from 'ms';
    function fresh() { return ms('2s'); }
    console.log(fresh());`,
  'src/children.js': `
    const { fork, execFileSync } = require('node:child_process');
    const { NODE_OPTIONS, PATH } = process.env;
    function parent() {
      execFileSync(process.execPath, ['src/old.js'], { env: { NODE_OPTIONS, PATH }, stdio: 'inherit' });
      fork('src/old.js').on('exit', () => new (require('node:worker_threads').Worker)('./src/old.js'));
    }
    parent();`,
  'src/server.js': `
    const ms = require('ms');
    setInterval(tick, ms('20ms'));
    function tick() {}
    console.log('ready');`,
};

describe("a project of Yarn's Plug'n'Play", () => {
  let project: Project;
  let temporary: string;
  let yarn: string;

  before(() => {
    temporary = mkdtempSync(join(tmpdir(), 'covermain-yarn-'));
    project = makeProject(FILES);
    rmSync(project.path('node_modules'), { recursive: true });
    const install = ['install', '--no-audit', '--no-fund', '--silent', '--prefix', temporary];
    execFileSync('npm', [...install, '@yarnpkg/cli-dist'], { stdio: 'inherit' });
    yarn = join(temporary, 'node_modules/@yarnpkg/cli-dist/bin/yarn.js');
    const pack = ['pack', '--ignore-scripts', '--json', '--pack-destination', temporary];
    const [packed] = JSON.parse(execFileSync('npm', pack, { cwd: REPOSITORY, encoding: 'utf8' }));
    const add = [yarn, 'add', '--dev', `covermain@file:${join(temporary, packed.filename)}`];
    execFileSync(process.execPath, add, { cwd: project.root });
  });

  afterEach(killLeftPrograms);

  after(() => {
    project.remove();
    rmSync(temporary, { recursive: true });
  });

  function startYarn(args: readonly string[], env: Readonly<Record<string, string>> = {}) {
    return start(project, process.execPath, [yarn, ...args], { env });
  }

  /** Asserts that a command prints the same with and without covermain, and that covermain has nothing to note. */
  async function assertUnchanged(args: readonly string[]): Promise<void> {
    const plain = await outcomeOf(startYarn(args));
    assert.equal(plain.code, 0, plain.stderr);
    const measured = await outcomeOf(startYarn(['covermain', 'run', '--', ...args]));
    assert.deepEqual([measured.code, measured.stdout], [0, plain.stdout], measured.stderr);
    assert.doesNotMatch(measured.stderr, /not measured|Error/);
  }

  it('runs CommonJS with exact counts', async () => {
    await assertUnchanged(['node', 'src/old.js']);
    assert.deepEqual(functionCounts(project, 'src/old.js'), { old: 1, never: 0 });
  });

  it('runs ES modules with exact counts', async () => {
    await assertUnchanged(['node', 'src/new.mjs']);
    assert.deepEqual(functionCounts(project, 'src/new.mjs'), { fresh: 1 });
  });

  it('runs children and threads with exact counts', async () => {
    await assertUnchanged(['node', 'src/children.js']);
    assert.deepEqual(functionCounts(project, 'src/old.js'), { old: 3, never: 0 });
  });

  it('has live controls', async () => {
    const program = startYarn(['covermain', 'run', '--', 'node', 'src/server.js']);
    await program.printed(/ready/);
    const status = await outcomeOf(startYarn(['covermain', 'stop']));
    assert.equal(status.code, 0, status.stderr);
    await program.exitCode;
    assert.ok((functionCounts(project, 'src/server.js').tick ?? 0) > 0);
    assert.doesNotMatch(program.output(), /not measured|agent failed/);
  });

  it('runs a test main of TypeScript', async () => {
    writeFileSync(
      project.path('src/main.ts'),
      'export function main(): void { console.log("typed" as string); }',
    );
    const measured = await outcomeOf(startYarn(['covermain', 'manual'], { MANUAL_INTEGRATION: '1' }));
    assert.equal(measured.code, 0, measured.stderr + measured.stdout);
    assert.deepEqual(functionCounts(project, 'src/main.ts'), { main: 1 });
  });
});
