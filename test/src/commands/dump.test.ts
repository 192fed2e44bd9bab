/** `covermain dump` and `covermain reset` ask one process of each run, which makes all processes of the run write. */
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { dumpCommand } from '../../../src/commands/dump.js';
import { resetCommand } from '../../../src/commands/reset.js';
import {
  type Answers,
  dumpOf,
  type Respond,
  startAgent,
  startListening,
  useAgentRoot,
} from '../../support/agents.js';
import { assertFailed, call } from '../../support/commands.js';

for (const [name, command] of [
  ['dump', dumpCommand],
  ['reset', resetCommand],
] as const) {
  describe(`covermain ${name}`, () => {
    let root: string;
    useAgentRoot((path) => {
      root = path;
    });

    const route = `POST /v1/cover/${name}`;
    const answer = (...pids: readonly number[]): Answers => ({
      [route]: { dumps: pids.map((pid) => dumpOf({ pid, path: join(root, `data/covcounters.${pid}`) })) },
      [`${route}?process=self`]: { dumps: [dumpOf({ pid: 9, path: '/elsewhere/covcounters' })] },
    });

    it('asks the first process of each run, and prints the profiles of all processes', async () => {
      const agents = [
        await startAgent(root, { pid: 1, start: 1, run: 'run-1', answers: answer(1, 2) }),
        await startAgent(root, { pid: 2, start: 2, run: 'run-1' }),
        await startAgent(root, { pid: 3, start: 3, run: 'run-2', answers: answer(3) }),
      ];
      const { exitCode, printed } = await call(command, root);
      assert.equal(exitCode, 0);
      assert.deepEqual(
        printed.split('\n'),
        [1, 2, 3].map(
          (pid) => `process ${pid}: data/covcounters.${pid}: epoch 1, 12 files, 340 of 900 counters hit`,
        ),
      );
      assert.deepEqual(
        agents.map(({ asked }) => asked),
        [[route], [], [route]],
      );
    });

    it('prints the run of each profile with --json', async () => {
      await startAgent(root, { run: 'run-1', answers: answer(1) });
      const { printed } = await call(command, root, { json: true });
      const path = join(root, 'data/covcounters.1');
      assert.deepEqual(JSON.parse(printed), [{ run: 'run-1', ...dumpOf({ pid: 1, path }) }]);
    });

    it('asks only the run that --run selects', async () => {
      const one = await startAgent(root, { run: 'run-1', answers: answer(1) });
      const other = await startAgent(root, { run: 'run-2', answers: answer(2) });
      assert.match((await call(command, root, { run: 'run-2' })).printed, /^process 2: /);
      assert.deepEqual([one.asked, other.asked], [[], [route]]);
    });

    it('asks only the process that --pid selects, for itself alone', async () => {
      const first = await startAgent(root, { pid: 1, start: 1, answers: answer(1) });
      const second = await startAgent(root, { pid: 2, start: 2, answers: answer(2) });
      const { printed } = await call(command, root, { pid: 2 });
      assert.equal(printed, 'process 9: /elsewhere/covcounters: epoch 1, 12 files, 340 of 900 counters hit');
      assert.deepEqual([first.asked, second.asked], [[], [`${route}?process=self`]]);
    });

    it('prints why a process wrote no file', async () => {
      const nothing = { files: 1, counters: 1, hit: 0, total: 0 };
      await startAgent(root, {
        answers: { [route]: { dumps: [dumpOf({ pid: 1 }), dumpOf({ pid: 2, epoch: 3, counts: nothing })] } },
      });
      assert.deepEqual((await call(command, root)).printed.split('\n'), [
        'process 1: kept in memory, because nothing can be written: epoch 1, 12 files, 340 of 900 counters hit',
        'process 2: nothing to write: epoch 3, 1 file, 0 of 1 counter hit',
      ]);
    });

    it('asks the next process when the first ends before it answers', async () => {
      const ends: Respond = (_, response) => response.destroy();
      await startAgent(root, { pid: 1, start: 1, answers: { [route]: ends } });
      const next = await startAgent(root, { pid: 2, start: 2, answers: answer(2) });
      assert.match((await call(command, root)).printed, /^process 2: /);
      assert.deepEqual(next.asked, [route]);
    });

    it('fails when all processes of the run end before they answer', async () => {
      await startAgent(root, { answers: { [route]: (_, response) => response.destroy() } });
      assertFailed(await call(command, root), 'AGENT_FAILED', /^Run run-1 ended before it answered\.$/);
    });

    it('fails with the reason of a process that failed, after the other runs have answered', async () => {
      const fails: Respond = (_, response) => response.writeHead(500).end('no space left\n');
      await startAgent(root, { pid: 1, start: 1, run: 'run-1', answers: { [route]: fails } });
      await startAgent(root, { pid: 2, start: 2, run: 'run-2', answers: answer(2) });
      const called = await call(command, root);
      assertFailed(called, 'AGENT_FAILED', /^Process 1 failed: no space left$/);
      assert.match(called.printed, /^process 2: /);
      const json = await call(command, root, { json: true });
      assertFailed(json, 'AGENT_FAILED', /no space left/);
      assert.equal((JSON.parse(json.printed) as unknown[]).length, 1);
    });

    it('fails when an answer is not JSON, and prints nothing', async () => {
      await startAgent(root, { pid: 1, answers: { [route]: (_, response) => response.end('OK') } });
      const called = await call(command, root, { json: true });
      assertFailed(called, 'AGENT_FAILED', /^Process 1 failed: .*JSON/);
      assert.equal(called.printed, '');
    });

    it('fails when no process is measured, and explains how to start one', async () => {
      const expected = new RegExp(
        `^No measured process is running in ${root}\\. Start one with .covermain run -- node app\\.js`,
      );
      assertFailed(await call(command, root), 'AGENT_NOT_FOUND', expected);
      const { kill } = await startListening(root);
      await kill();
      assertFailed(await call(command, root), 'AGENT_NOT_FOUND', expected);
    });

    it('fails when no process matches --pid or --run', async () => {
      await startAgent(root, { pid: 1, answers: answer(1) });
      assertFailed(
        await call(command, root, { pid: 5 }),
        'AGENT_NOT_FOUND',
        /^No measured process with pid 5 is running in /,
      );
      assertFailed(
        await call(command, root, { run: 'x' }),
        'AGENT_NOT_FOUND',
        /^No measured process of run x is running in /,
      );
    });
  });
}
