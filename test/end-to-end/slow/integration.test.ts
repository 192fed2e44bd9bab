/** `covermain/integration` in tests of node:test and mocha, which start real programs. */
import assert from 'node:assert/strict';
import {
  type IntegrationProject,
  MOCHA_TEST,
  makeIntegrationProject,
  NODE_TEST,
  type RunTestsOptions,
  type TestRunner,
} from '../../support/integration-project.js';
import { killLeftPrograms } from '../../support/program.js';

describe('covermain/integration', function () {
  this.timeout(120_000);
  let project: IntegrationProject;

  beforeEach(() => {
    project = makeIntegrationProject();
  });

  afterEach(() => {
    killLeftPrograms();
    project.remove();
  });

  /** Runs tests, which must pass. @returns what they printed */
  async function pass(
    tests: string,
    options: RunTestsOptions = {},
    runner: TestRunner = NODE_TEST,
  ): Promise<string> {
    const program = project.run(runner, tests, options);
    assert.equal(await program.exitCode, 0, program.output());
    return program.output();
  }

  for (const runner of [NODE_TEST, MOCHA_TEST]) {
    it(`gives each test of ${runner.name} a profile, and the run their sum`, async () => {
      const output = await pass(
        `test('one', () => runWithIntegrationCoverage('one', async ({ name, profile }) => {
          const result = await cli('a', 'b');
          assert.equal(result.stdout, 'a\\nb');
          assert.equal(result.profile, profile);
          assert.equal(result.profileFiles.length, 1);
        }));
        test('two', () => runWithIntegrationCoverage('Two: again', () => cli('b')));`,
        {},
        runner,
      );
      assert.deepEqual(project.sessions(), { one: { a: 1, b: 1 }, 'Two: again': { b: 1 } });
      assert.deepEqual(project.sum(), { a: 1, b: 2 });
      const named = output.match(/covermain: integration coverage: (coverage-data\/\S+)\. Show it/g) ?? [];
      assert.equal(named.length, 1, output);
      assert.match(named[0] ?? '', new RegExp(project.directory()));
    });
  }

  it('has one run if tests change the working directory and remove it', async () => {
    const output = await pass(
      `import { mkdtempSync, rmdirSync } from 'node:fs';
      import { tmpdir } from 'node:os';
      const root = process.cwd();
      test('moves', () => {
        process.chdir(mkdtempSync(tmpdir() + '/covermain-moved-'));
      });
      test('one', () => runWithIntegrationCoverage('one', () => executeWithCoverage('node', [root + '/src/cli.js', 'a'])));
      test('moves again', () => {
        const left = process.cwd();
        process.chdir(mkdtempSync(tmpdir() + '/covermain-moved-'));
        rmdirSync(left);
      });
      test('two', () => runWithIntegrationCoverage('two', () => executeWithCoverage('node', [root + '/src/cli.js', 'b'])));
      test('removes', () => rmdirSync(process.cwd()));`,
      {},
      MOCHA_TEST,
    );
    assert.deepEqual(project.sessions(), { one: { a: 1 }, two: { b: 1 } });
    assert.deepEqual(project.sum(), { a: 1, b: 1 });
    assert.equal(output.match(/integration coverage: coverage-data\//g)?.length, 1, output);
  });

  it('keeps the profile of a test that fails, and lets it fail', async () => {
    const program = project.run(
      NODE_TEST,
      `test('fails', () => runWithIntegrationCoverage('fails', async () => {
        await cli('a');
        throw new Error('as it should');
      }));`,
    );
    assert.equal(await program.exitCode, 1);
    assert.match(program.output(), /as it should/);
    assert.deepEqual(project.sessions(), { fails: { a: 1 } });
    assert.deepEqual(project.sum(), { a: 1 });
  });

  it('keeps the counts of a test whose process is killed in the sum', async () => {
    const program = project.run(
      { ...NODE_TEST, args: [] },
      `test('killed', () => runWithIntegrationCoverage('killed', async () => {
        await cli('a');
        process.kill(process.pid, 'SIGKILL');
      }));`,
    );
    assert.equal((await program.ended).signal, 'SIGKILL');
    assert.deepEqual(project.sum(), { a: 1 });
  });

  it('keeps the profiles of programs that fail, are killed or time out', async () => {
    await pass(`test('ends', { timeout: 60_000 }, () => runWithIntegrationCoverage('ends', async () => {
      const options = { reject: false };
      const failed = await executeWithCoverage('node', ['src/cli.js', 'a', 'fail'], options);
      assert.equal(failed.exitCode, 3);
      assert.equal(failed.failed, true);
      const killed = await executeWithCoverage('node', ['src/cli.js', 'b', 'kill'], options);
      assert.equal(killed.signal, 'SIGKILL');
      const late = await executeWithCoverage('node', ['src/cli.js', 'c', 'stay'], { ...options, timeout: '2s' });
      assert.equal(late.timedOut, true);
      assert.equal(late.signal, 'SIGTERM');
      const forced = { ...options, timeout: 2000, forceKillAfterDelay: '2s' };
      const stubborn = await executeWithCoverage('node', ['src/cli.js', 'c', 'resist', 'stay'], forced);
      assert.equal(stubborn.timedOut, true);
      assert.equal(stubborn.signal, 'SIGKILL');
      for (const { profile, profileFiles } of [failed, killed, late, stubborn]) {
        assert.match(profile, /sessions.ends$/);
        assert.equal(profileFiles.length, 1);
      }
    }));`);
    assert.deepEqual(project.sum(), { a: 1, b: 1, c: 2, fail: 1, kill: 1, stay: 2, resist: 1 });
    assert.deepEqual(project.sessions(), { ends: project.sum() });
  });

  it('rejects with the result of a program that fails, and with the reason if it cannot start', async () => {
    await pass(`test('rejects', () => runWithIntegrationCoverage('rejects', async () => {
      await assert.rejects(cli('a', 'fail'), { exitCode: 3, stdout: 'a\\nfailed', failed: true, timedOut: false });
      await assert.rejects(executeWithCoverage('no-such-program', ['1']), { code: 'ENOENT', profile: undefined });
      const stop = new AbortController();
      const program = executeWithCoverage('node', ['src/cli.js', 'stay'], { signal: stop.signal, reject: false });
      await program.waitForOutput(/staying/);
      stop.abort();
      const { isCanceled, profileFiles } = await program;
      assert.deepEqual([isCanceled, profileFiles.length], [true, 1]);
      assert.throws(() => executeWithCoverage('node', [], { timeout: 'soon' }), /Invalid timeout "soon"/);
    }));`);
    assert.deepEqual(project.sum(), { a: 1, fail: 1, stay: 1 });
  });

  it('passes input, variables and the working directory on, and limits output', async () => {
    await pass(`test('options', () => runWithIntegrationCoverage('options', async () => {
      const read = 'process.stdin.on("data", (text) => console.error(text + process.env.GIVEN + process.cwd()))';
      const env = { GIVEN: ' and ' };
      const { stdout, stderr, all } = await executeWithCoverage('node', ['-e', read], {
        input: 'typed', env, cwd: 'src', all: true,
      });
      assert.deepEqual([stdout, stderr, all], ['', 'typed and ' + process.cwd() + '/src', stderr]);
      const much = await executeWithCoverage('node', ['-e', 'console.log("x".repeat(9999))'], { maxBuffer: 10, reject: false });
      assert.deepEqual([much.isMaxBuffer, much.failed, much.stdout], [true, true, 'x'.repeat(10)]);
    }));`);
  });

  it('adds up tests of one name, such as repeated attempts', async () => {
    await pass(`for (const attempt of [1, 2]) test('attempt ' + attempt, () =>
      runWithIntegrationCoverage('same', () => cli('a')));
    test('at once', () => Promise.all([1, 2].map(() => runWithIntegrationCoverage('same', () => cli('a')))));`);
    assert.deepEqual(project.sessions(), { same: { a: 4 } });
    assert.deepEqual(project.sum(), { a: 4 });
  });

  it('shortens long names, and refuses an empty one, also without coverage', async () => {
    const tests = `const name = 'É'.repeat(300);
      test('names', async () => {
        await runWithIntegrationCoverage(name, () => cli('a'));
        await runWithIntegrationCoverage('../../etc/\\u001b[31m', () => cli('b'));
        await assert.rejects(runWithIntegrationCoverage('', () => cli('c')), { code: 'SESSION_NAME' });
      });`;
    await pass(tests, { env: { INTEGRATION_COVERAGE: '0' } });
    await pass(tests);
    const { '../../etc/\u001b[31m': hostile, ...others } = project.sessions();
    assert.deepEqual([hostile, Object.values(others)], [{ b: 1 }, [{ a: 1 }]]);
    assert.match(Object.keys(others)[0] ?? '', /^É{10,}.*[0-9a-f]{8}$/);
    assert.deepEqual(project.sum(), { a: 1, b: 1 });
  });

  it('does not mix tests that run at the same time or inside of each other', async () => {
    await pass(`
      const both = (name, act) => runWithIntegrationCoverage(name, async () => {
        await cli(act);
        await runWithIntegrationCoverage(name + ' inside', () => cli(act, act));
        child_process.execFileSync('node', ['src/cli.js', act]);
        await cli(act);
      });
      test('at once', { concurrency: true }, () => Promise.all([both('one', 'a'), both('two', 'b')]));`);
    assert.deepEqual(project.sessions(), {
      one: { a: 3 },
      'one inside': { a: 2 },
      two: { b: 3 },
      'two inside': { b: 2 },
    });
    assert.deepEqual(project.sum(), { a: 5, b: 5 });
  });

  it('measures programs that a test starts without it, and does not change the environment', async () => {
    await pass(`import { once } from 'node:events';
    const before = JSON.stringify(process.env);
    test('plain', () => runWithIntegrationCoverage('plain', async () => {
      const { exec, execFileSync, execSync, fork, spawn, spawnSync } = child_process;
      assert.equal(execFileSync('node', ['src/cli.js', 'a'], { encoding: 'utf8' }), 'a\\n');
      execSync('node src/cli.js a');
      spawnSync(process.execPath, ['src/cli.js', 'a'], { env: {} });
      await once(spawn('node', ['src/cli.js', 'a'], { env: { PATH: process.env.PATH } }), 'close');
      await once(fork('src/cli.js', ['a'], { silent: true }), 'close');
      await once(exec('node src/cli.js a'), 'close');
      assert.equal(JSON.stringify(process.env), before);
    }));
    test('outside', () => {
      assert.equal(JSON.stringify(process.env), before);
      child_process.execFileSync('node', ['src/cli.js', 'b']);
    });`);
    assert.deepEqual(project.sessions(), { plain: { a: 6 } });
    assert.deepEqual(project.sum(), { a: 6 });
  });

  it('measures through shells, npx, npm, the PATH and children', async () => {
    await pass(`import { chmodSync, mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
    writeFileSync('run.sh', '#!/bin/sh\\nnode src/cli.js a | cat\\nexit 0\\n', { mode: 0o755 });
    writeFileSync('tool.js', '#!/usr/bin/env node\\nimport("./src/cli.js");', { mode: 0o755 });
    symlinkSync('../../tool.js', 'node_modules/.bin/tool');
    const PATH = process.cwd() + '/node_modules/.bin:' + process.env.PATH;
    test('ways', () => runWithIntegrationCoverage('ways', async () => {
      const outputs = [
        await executeWithCoverage('./run.sh'),
        await executeWithCoverage('node src/cli.js a && node src/cli.js a', [], { shell: true }),
        await executeWithCoverage('npm', ['run', '--silent', 'cli', 'a']),
        await executeWithCoverage('npx', ['--no', 'tool', 'a']),
        await executeWithCoverage('tool', ['a'], { env: { PATH } }),
        await executeWithCoverage('tool', ['a'], { preferLocal: true }),
        await cli('again'),
      ].map(({ stdout }) => stdout);
      assert.deepEqual(outputs, ['a', 'a\\na', 'a', 'a', 'a', 'a', 'c']);
    }));`);
    assert.deepEqual(project.sum(), { a: 7, again: 1, c: 1 });
  });

  it('runs programs that are not Node as they are', async () => {
    await pass(`test('echo', () => runWithIntegrationCoverage('echo', async () => {
      const { stdout, exitCode, profile, profileFiles } = await executeWithCoverage('echo', ['a', 'b c']);
      assert.deepEqual([stdout, exitCode, profile, profileFiles], ['a b c', 0, undefined, []]);
    }));`);
  });
});
