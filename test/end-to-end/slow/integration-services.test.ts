/** Services that tests start with `covermain/integration`, and programs that run while a test looks at their profiles. */
import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import {
  type IntegrationProject,
  makeIntegrationProject,
  NODE_TEST,
} from '../../support/integration-project.js';
import { killLeftPrograms, start } from '../../support/program.js';
import { REPOSITORY } from '../../support/project.js';

describe('services in tests with covermain/integration', function () {
  this.timeout(120_000);
  let project: IntegrationProject;

  beforeEach(() => {
    project = makeIntegrationProject();
  });

  afterEach(() => {
    killLeftPrograms();
    project.remove();
  });

  async function pass(tests: string, env: Readonly<Record<string, string>> = {}): Promise<string> {
    const program = project.run(NODE_TEST, `${HELPERS}${tests}`, { env });
    assert.equal(await program.exitCode, 0, program.output());
    return program.output();
  }

  /** Starts the service, and asks it. */
  const HELPERS = `
    import { existsSync, readFileSync } from 'node:fs';
    const serve = async (command = 'node', args = ['src/service.js'], options = {}) => {
      const service = executeWithCoverage(command, args, options);
      const [, port] = await service.waitForOutput(/listening on (\\d+)/);
      const ask = async (path) => (await fetch('http://127.0.0.1:' + port + '/' + path)).text();
      return { service, ask };
    };
    const isRunning = (pid) => existsSync('/proc/' + pid) && !/\\) [ZX] /.test(readFileSync('/proc/' + pid + '/stat', 'utf8'));
  `;

  it('run until they are stopped or disposed of', async () => {
    await pass(`test('service', () => runWithIntegrationCoverage('service', async () => {
      const { service, ask } = await serve();
      assert.equal(await ask('hello'), 'hello');
      assert.ok(isRunning(service.pid));
      const result = await service.stop();
      assert.deepEqual([result.signal, result.failed, result.profileFiles.length], ['SIGTERM', true, 1]);
      assert.equal(await service.stop(), result);
      const other = await serve();
      assert.equal(await other.ask('bye'), 'bye');
      await other.service[Symbol.asyncDispose]();
      assert.equal(isRunning(other.service.pid), false);
    }));`);
    assert.deepEqual(project.sessions(), { service: { hello: 1, bye: 1 } });
  });

  it('end with a test that does not stop them', async () => {
    const program = project.run(
      NODE_TEST,
      `${HELPERS}
      const services = [];
      test('fails', () => runWithIntegrationCoverage('fails', async () => {
        services.push(await serve(), await serve());
        await services[0].ask('hello');
        throw new Error('as it should');
      }));
      test('has stopped them', () => assert.deepEqual(services.map(({ service }) => isRunning(service.pid)), [false, false]));`,
    );
    assert.equal(await program.exitCode, 1);
    assert.match(program.output(), /pass 1/);
    assert.deepEqual(project.sessions(), { fails: { hello: 1 } });
  });

  for (const INTEGRATION_COVERAGE of ['1', '0'])
    it(`end with all their processes, with INTEGRATION_COVERAGE=${INTEGRATION_COVERAGE}`, async () => {
      await pass(
        `test('tree', () => runWithIntegrationCoverage('tree', async () => {
          for (const [command, args] of [
            ['npm', ['run', '--silent', 'deep']],
            ['sh', ['-c', 'node deep.js; true']],
          ]) {
            const program = executeWithCoverage(command, args);
            const [, pid] = await program.waitForOutput(/pid (\\d+)/);
            assert.notEqual(pid, String(program.pid));
            await program.stop();
            assert.equal(isRunning(pid), false);
            const late = executeWithCoverage(command, args, { timeout: '3s', reject: false });
            const [, latePid] = await late.waitForOutput(/pid (\\d+)/);
            assert.equal((await late).timedOut, true);
            assert.equal(isRunning(latePid), false);
          }
        }));`,
        { INTEGRATION_COVERAGE },
      );
    });

  it('do not keep a test waiting that have left processes in the background', async () => {
    await pass(`test('background', () => runWithIntegrationCoverage('background', async () => {
      const args = ['-c', 'sleep 30 & echo $!; exit 0'];
      const options = { timeout: '1s', forceKillAfterDelay: '1s' };
      const late = await executeWithCoverage('sh', args, { ...options, reject: false });
      process.kill(late.stdout);
      assert.equal(late.timedOut, true);
      const stopped = executeWithCoverage('sh', args, { forceKillAfterDelay: '1s' });
      const [pid] = await stopped.waitForOutput(/\\d+/);
      assert.equal((await stopped.stop()).exitCode, 0);
      process.kill(pid);
    }));`);
  });

  it('can be waited for by what they print, in whole lines', async () => {
    await pass(`test('wait', async () => {
      const slow = 'process.stdout.write("port 80"); setTimeout(() => console.log("80"), 20); setInterval(() => {}, 1e3)';
      const program = executeWithCoverage('node', ['-e', slow]);
      assert.equal((await program.waitForOutput(/port (\\d+)/))[1], '8080');
      assert.equal((await program.waitForOutput(/port (\\d+)/))[1], '8080');
      await assert.rejects(program.waitForOutput(/ready/, { timeout: 100 }), {
        code: 'OUTPUT_MISSING', message: /has not printed "\\/ready\\/": 100 ms have passed. It printed:\\n  port 8080/,
      });
      await program.stop();
      const prompt = executeWithCoverage('node', ['-e', 'process.stdout.write("name? "); process.stdin.once("data", (name) => { console.error("hi " + name); process.exit(); })']);
      await prompt.waitForOutput(/name\\? $/);
      prompt.stdin.write('Ada');
      await prompt.waitForOutput(/hi Ada/);
      await prompt;
      const short = executeWithCoverage('node', ['-e', '']);
      await assert.rejects(short.waitForOutput(/ready/), { message: /it ended. It printed nothing/ });
    });`);
  });

  it('write now when a test asks for it, and new profiles are told from old ones', async () => {
    await pass(
      `const names = (profiles) => profiles.map(({ path, isRewritten }) => [path.split('.')[2], isRewritten]);
      test('now', () => runWithIntegrationCoverage('now', async () => {
        const empty = snapshotProfiles();
        assert.deepEqual(getNewProfiles(empty), []);
        const [one, two] = await Promise.all([serve(), serve()]);
        const pids = [one, two].map(({ service }) => String(service.pid)).sort();
        await one.ask('hello');
        const written = await forceWrite();
        assert.deepEqual(written.map(({ pid }) => String(pid)).sort(), pids);
        assert.deepEqual(written.map(({ reason }) => reason), [undefined, undefined]);
        const found = getNewProfiles(empty);
        assert.deepEqual(names(found).sort(), pids.map((pid) => [pid, false]));
        assert.deepEqual(found.map(({ path }) => path).sort(), written.map(({ profile }) => profile).sort());
        const since = snapshotProfiles();
        assert.deepEqual(getNewProfiles(since), []);
        await forceWrite();
        await two.ask('bye');
        await cli('a');
        await forceWrite();
        const kinds = getNewProfiles(since).map(({ isRewritten }) => isRewritten).sort();
        assert.deepEqual(kinds, [false, true]);
        await Promise.all([one.service.stop(), two.service.stop()]);
      }));`,
      { COVER_FLUSH: 'off' },
    );
    assert.deepEqual(project.sessions(), { now: { a: 1, hello: 1, bye: 1 } });
  });

  it('outside of tests belong to the run, and record each test', async () => {
    await pass(`
      let running;
      test.before(async () => { running = await serve(); });
      test.after(async () => {
        await running.ask('bye');
        assert.equal((await running.service.stop()).profile, profileDirectory());
      });
      for (const [name, count] of [['one', 1], ['two', 2]]) test(name, () => runWithIntegrationCoverage(name, async () => {
        for (let left = count; left > 0; left--) await running.ask('hello');
        await cli('a');
      }));`);
    assert.deepEqual(project.sessions(), { one: { a: 1, hello: 1 }, two: { a: 1, hello: 2 } });
    assert.deepEqual(project.sum(), { a: 2, hello: 3, bye: 1 });
  });

  it('started without Node are measured with the variables of coverageEnvironment', async () => {
    await pass(`test('pty', () => runWithIntegrationCoverage('pty', () => {
      const env = coverageEnvironment({ NODE_OPTIONS: '--no-warnings' });
      assert.match(env.NODE_OPTIONS, /preload.* --no-warnings$/);
      assert.deepEqual(Object.keys(env).sort(), ['COVERMAIN_RUN', 'NODE_OPTIONS']);
    }));`);
  });

  it('can be started from CommonJS and from TypeScript', async () => {
    const test = `require('node:test').test('cjs', () => require('covermain/integration').runWithIntegrationCoverage('cjs', () =>
      require('covermain/integration').executeWithCoverage('node', ['src/cli.js', 'a'])));`;
    writeFileSync(project.path('one.test.cjs'), test);
    writeFileSync(
      project.path('two.test.mts'),
      `import { test } from 'node:test';
      import { executeWithCoverage, type ProgramResult, runWithIntegrationCoverage } from 'covermain/integration';
      test('ts', async () => {
        const result: ProgramResult = await runWithIntegrationCoverage('ts', () => executeWithCoverage('node', ['src/cli.js', 'b']));
        if (result.stdout !== 'b') throw new Error(result.stdout);
      });`,
    );
    const tsx = ['--import', `${REPOSITORY}/node_modules/tsx/dist/loader.mjs`];
    const args = [...tsx, '--test', 'one.test.cjs', 'two.test.mts'];
    const program = start(project, process.execPath, args, { env: { INTEGRATION_COVERAGE: '1' } });
    assert.equal(await program.exitCode, 0, program.output());
    assert.deepEqual(project.sessions(), { cjs: { a: 1 }, ts: { b: 1 } });
  });
});
