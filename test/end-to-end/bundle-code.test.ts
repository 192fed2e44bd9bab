/** Processes compile the hooks and the command from V8's code cache, unless it is damaged or others may have written it. */
import assert from 'node:assert/strict';
import { chmodSync, existsSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { type Measuring, outcomeOf, prepareMeasuring, startNode } from '../support/measured-programs.js';
import { killLeftPrograms, startCovermain } from '../support/program.js';
import { makeProject, type Project } from '../support/project.js';

const CACHE = 'node_modules/.cache/covermain';

/** Prints whether each new script was compiled from a code cache. */
const PRINT_SCRIPTS = `const vm = require('node:vm');
vm.Script = new Proxy(vm.Script, {
  construct(target, args) {
    const script = Reflect.construct(target, args);
    console.log(require('node:path').basename(args[1].filename), script.cachedDataRejected);
    return script;
  },
});`;

describe('the code cache of the hooks', () => {
  let project: Project;
  let measuring: Measuring;

  beforeEach(async () => {
    project = makeProject({
      'package.json': '{}',
      'print-scripts.cjs': PRINT_SCRIPTS,
      'src/app.js': 'function f() {} f();',
    });
    measuring = (await prepareMeasuring(project))();
    // That process had other options.
    rmSync(project.path(CACHE), { recursive: true });
    assert.equal(await run(), undefined);
  });

  afterEach(async () => {
    await killLeftPrograms();
    project.remove();
  });

  /** Runs the app. @returns whether V8 rejected the code of the hooks; `undefined` if it got none */
  async function run(options: readonly string[] = []): Promise<boolean | undefined> {
    const NODE_OPTIONS = `--require ./print-scripts.cjs ${measuring.env.NODE_OPTIONS}`;
    const args = [...options, 'src/app.js'];
    const { code, stdout, stderr } = await outcomeOf(
      startNode(project, args, { ...measuring.env, NODE_OPTIONS }),
    );
    assert.deepEqual([code, stderr], [0, '']);
    const line = stdout.split('\n').find((one) => one.startsWith('install-hooks.cjs '));
    assert.ok(line, stdout);
    return { true: true, false: false, undefined }[line.split(' ')[1] as 'true'];
  }

  function codeFile(): string {
    const [name, ...others] = readdirSync(project.path(CACHE)).filter((one) => one.startsWith('bundle.'));
    assert.ok(name);
    assert.deepEqual(others, []);
    return project.path(`${CACHE}/${name}`);
  }

  it('is used from the second process on', async () => {
    const { ino } = statSync(codeFile());
    assert.equal(await run(), false);
    assert.equal(statSync(codeFile()).ino, ino);
    assert.deepEqual(measuring.functions('src/app.js'), { f: 2 });
  });

  it('is not used if it is damaged, and then written again', async () => {
    const whole = readFileSync(codeFile());
    const damaged = Buffer.from(whole);
    damaged[Math.floor(damaged.length / 3)] = 1 + (damaged[Math.floor(damaged.length / 3)] ?? 0);
    writeFileSync(codeFile(), damaged);
    assert.equal(await run(), undefined);
    assert.equal(await run(), false);
    assert.deepEqual(measuring.functions('src/app.js'), { f: 3 });
  });

  it('is not used if others may have written it', async function () {
    if (process.platform === 'win32') this.skip(); // files have no modes there
    chmodSync(codeFile(), 0o622);
    assert.equal(await run(), undefined);
    assert.equal(statSync(codeFile()).mode & 0o777, 0o600);
  });
});

describe("the code cache of covermain's command", () => {
  let project: Project;

  beforeEach(() => {
    project = makeProject({ 'package.json': '{}', 'print-scripts.cjs': PRINT_SCRIPTS });
    rmSync(project.path('.nycrc'), { force: true });
  });

  afterEach(async () => {
    await killLeftPrograms();
    project.remove();
  });

  /** Runs a command. @returns for each bundle whether V8 rejected its code; `undefined` if it got none */
  async function run(env: Readonly<Record<string, string>> = {}): Promise<ReadonlyMap<string, string>> {
    const NODE_OPTIONS = '--require ./print-scripts.cjs';
    const program = startCovermain(project, ['run', '--', 'sh', '-c', 'exit 3'], {
      env: { NODE_OPTIONS, ...env },
    });
    assert.equal(await program.exitCode, 3, program.output());
    assert.match(program.stderr(), /profile: coverage-data/);
    const lines = program.stdout().trim().split('\n').filter(Boolean);
    return new Map(lines.map((line) => line.split(' ') as [string, string]));
  }

  function codeFiles(): readonly string[] {
    return readdirSync(project.path(CACHE))
      .filter((name) => name.startsWith('bundle.'))
      .map((name) => project.path(`${CACHE}/${name}`));
  }

  const bundlesWith = (value: string) =>
    new Map(['main.cjs', 'run.cjs', 'run-end.cjs'].map((name) => [name, value]));

  it('is used from the second run on', async () => {
    assert.deepEqual(await run(), bundlesWith('undefined'));
    assert.deepEqual(await run(), bundlesWith('false'));
    assert.equal(codeFiles().length, 3);
  });

  it('is not used if it is damaged, and then written again', async () => {
    await run();
    for (const file of codeFiles()) {
      const damaged = readFileSync(file);
      damaged[Math.floor(damaged.length / 3)] = 1 + (damaged[Math.floor(damaged.length / 3)] ?? 0);
      writeFileSync(file, damaged);
    }
    assert.deepEqual(await run(), bundlesWith('undefined'));
    assert.deepEqual(await run(), bundlesWith('false'));
  });

  it('is not used if others may have written it', async function () {
    if (process.platform === 'win32') this.skip(); // files have no modes there
    await run();
    for (const file of codeFiles()) chmodSync(file, 0o622);
    assert.deepEqual(await run(), bundlesWith('undefined'));
  });

  it('is neither read nor written with COVER_CACHE=off', async () => {
    assert.equal((await run({ COVER_CACHE: 'off' })).size, 0);
    assert.ok(!existsSync(project.path(CACHE)));
    await run();
    assert.equal((await run({ COVER_CACHE: 'off' })).size, 0);
  });

  it('leaves imports of config files to Node', async () => {
    writeFileSync(project.path('covermain.config.mjs'), "export default { dir: 'configured' };");
    for (let runs = 0; runs < 2; runs++) {
      const program = startCovermain(project, ['run', '--', 'true']);
      assert.equal(await program.exitCode, 0, program.output());
      assert.match(program.stderr(), /profile: configured/);
    }
  });
});
