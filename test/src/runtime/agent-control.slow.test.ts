/** The agent starts after a delay, or at once if a port or a trigger file needs it, and no message to it is lost. */
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { AGENT_STATE, SHARED_STATE, sharedState } from '../../../src/platform/shared-state.js';
import { readProfileDirectory } from '../../../src/profile/store/read-profile.js';
import { createAgentControl } from '../../../src/runtime/agent-control.js';
import type { Controls, RunContext } from '../../../src/settings/run-context.js';
import { killLeftPrograms, type Program } from '../../support/program.js';
import { REPOSITORY } from '../../support/project.js';
import { RUN } from '../../support/run-context.js';
import { startSource } from '../../support/sources.js';

const HTTP = { port: 0, host: '127.0.0.1', token: null, needsToken: false };

describe('createAgentControl', () => {
  afterEach(() => Atomics.store(sharedState(), SHARED_STATE.agent, AGENT_STATE.none));

  /** Returns the control of an agent that cannot be started, and counts the attempts. */
  function newControl(controls: Partial<Controls>) {
    const seen = { starts: 0, failures: [] as string[], ends: 0, reads: 0, onRead: () => {} };
    const control = createAgentControl({
      run: { ...RUN, controls: { ...RUN.controls, ...controls } },
      data() {
        seen.starts += 1;
        throw new Error('no thread is left');
      },
      events: { onFailure: (reason) => seen.failures.push(reason), onEnd: () => seen.ends++ },
      onRead() {
        seen.reads += 1;
        seen.onRead();
      },
    });
    return { ...control, seen };
  }

  it('starts no agent when a file is loaded, but when the first flush is due', async () => {
    const { expect, seen, hasStarted } = newControl({ flush: 30 });
    expect();
    expect();
    assert.deepEqual([seen.starts, hasStarted()], [0, false]);
    await delay(30); // this timer fires after the control's own
    assert.deepEqual([seen.starts, hasStarted()], [1, true]);
    expect();
    assert.equal(seen.starts, 1);
  });

  it('starts no agent before something is counted', async () => {
    const { seen } = newControl({ flush: 20, http: HTTP });
    await delay(20);
    assert.equal(seen.starts, 0);
  });

  it('starts an agent although the event loop is blocked', () => {
    const { expect, seen } = newControl({ flush: 20 });
    const startTime = performance.now();
    expect();
    while (seen.starts === 0 && performance.now() < startTime + 10_000) expect();
    assert.equal(seen.starts, 1);
    assert.ok(performance.now() >= startTime + 20);
  });

  for (const [condition, controls] of [
    ['a port is configured', { http: HTTP }],
    ['a trigger file is configured', { triggerFile: '/app/trigger' }],
  ] as const) {
    it(`starts an agent when the first file is loaded if ${condition}`, () => {
      const { expect, seen } = newControl({ flush: 60_000, ...controls });
      expect();
      assert.equal(seen.starts, 1);
    });
  }

  it('starts one agent, however often it is requested', async () => {
    const { start, expect, seen } = newControl({ flush: 20 });
    start();
    assert.equal(seen.starts, 1);
    start();
    expect();
    await delay(20);
    assert.equal(seen.starts, 1);
  });

  it('reports a failed start once, and the missing agent at each request', () => {
    const { start, finish, post, seen } = newControl({ flush: null });
    start();
    assert.deepEqual(seen.failures, ['no thread is left']);
    assert.equal(seen.ends, 1);
    start();
    assert.deepEqual([seen.failures.length, seen.ends], [1, 2]);
    post({ type: 'stop' });
    assert.equal(finish(true, null), 'silent');
  });

  it('does not wait for a last write before the agent was started', () => {
    const { finish, post, hasStarted } = newControl({ flush: null });
    post({ type: 'stop' });
    assert.equal(finish(true, null), 'silent');
    assert.equal(hasStarted(), false);
  });

  it('calls onRead at each flush, from the start of the agent on', async () => {
    const { start, seen } = newControl({ flush: 20 });
    await delay(20);
    assert.equal(seen.reads, 0);
    start();
    for (const reads of [1, 2]) {
      await new Promise<void>((resolve) => {
        seen.onRead = resolve;
      });
      assert.equal(seen.reads, reads);
    }
  });
});

/** These tests need the build, which makes the file of the agent's thread. */
describe('createAgentControl with a real agent', () => {
  let directory: string;

  beforeEach(() => {
    directory = mkdtempSync(join(tmpdir(), 'covermain-'));
  });

  afterEach(() => {
    killLeftPrograms();
    rmSync(directory, { recursive: true, force: true });
  });

  /** Starts a program with one slab, whose first counter is 5, and with the control of its agent. */
  function startWith(controls: Partial<Controls>, code: string): Program {
    const run: RunContext = {
      ...RUN,
      root: directory,
      directory,
      log: join(directory, 'run.jsonl'),
      controls: { ...RUN.controls, ...controls },
    };
    return startSource(`
      const build = ${JSON.stringify(join(REPOSITORY, 'build/src/'))};
      const run = ${JSON.stringify(run)};
      (async () => {
        const { createAgentControl } = await import(build + 'runtime/agent-control.js');
        const { openChannel } = await import(build + 'runtime/threads/thread-channel.js');
        const { newSlab, allocateCounters } = await import(build + 'runtime/threads/slab.js');
        const { createProcessHeader } = await import(build + 'runtime/process-header.js');
        const { encodeMeta, hashOf } = load('profile/format/meta-file.ts');
        const { metaOf } = load('../test/support/profiles.ts');
        const bytes = Uint8Array.from(encodeMeta(metaOf()));
        const meta = { hash: hashOf(bytes), bytes };
        const request = [{ meta: meta.hash, probes: metaOf().probes }];
        const slab = newSlab(request, { thread: 0, number: 0 });
        const counters = allocateCounters(slab, request);
        counters[0] = 5;
        const header = createProcessHeader(run);
        const dataHooks = [];
        const metas = [meta];
        const control = createAgentControl({
          run,
          data() {
            for (const hook of dataHooks) hook();
            return { run, header, slabs: [slab], metas };
          },
          onRead() {},
          events: { onFailure: console.log, onEnd: () => console.log('ended') },
        });
        const dump = (id) => control.post({ type: 'command', id, command: { type: 'dump' } });
        const channel = openChannel((message) => message.type === 'reply' && onReply(message));
        ${code}
      })();`);
  }

  function writtenCounts(): readonly number[] {
    const { profiles, unreadable } = readProfileDirectory(directory);
    assert.deepEqual(unreadable, []);
    return profiles.flatMap(({ files }) => files).map(({ counters }) => Number(counters[0]));
  }

  it('loses no command that is sent while the thread is started', async () => {
    const program = startWith(
      { flush: null },
      `
      let replies = 0;
      const onReply = ({ id, result }) => {
        console.log(id + ' ' + result.counts.total);
        if (++replies === 3) channel.hold(false);
      };
      channel.hold(true);
      dataHooks.push(() => dump('0.1'), () => dump('0.2'));
      control.start();
      dump('0.3');`,
    );
    assert.equal(await program.exitCode, 0, program.output());
    assert.equal(program.output(), '0.1 5\n0.2 5\n0.3 5\n');
    assert.deepEqual(writtenCounts(), [5]);
  });

  it('writes counters whose meta arrives behind the request to write them', async () => {
    const program = startWith(
      { flush: null },
      `
      const onReply = ({ id, result }) => {
        console.log(id + ' ' + result?.counts.total);
        channel.hold(false);
      };
      channel.hold(true);
      metas.pop();
      control.start();
      dump('0.1');
      control.post({ type: 'meta', ...meta });`,
    );
    assert.equal(await program.exitCode, 0, program.output());
    assert.equal(program.output(), '0.1 5\n');
    assert.deepEqual(writtenCounts(), [5]);
  });

  it('writes all counters at the end of a process whose event loop is blocked', async () => {
    const program = startWith(
      { flush: 3_600_000 },
      `
      const onReply = () => {
        counters[0] = 7;
        console.log(control.finish(false), control.finish(true, null));
        channel.hold(false);
      };
      channel.hold(true);
      control.start();
      dump('0.1');`,
    );
    assert.equal(await program.exitCode, 0, program.output());
    assert.equal(program.output(), 'written written\n');
    assert.deepEqual(writtenCounts(), [7]);
  });

  it('writes all counters if the agent is ready at the end, and cancels an agent that is not', async () => {
    const program = startWith(
      { flush: 3_600_000 },
      `
      const onReply = () => {};
      control.start();
      console.log(control.finish(true, null));`,
    );
    assert.equal(await program.exitCode, 0, program.output());
    const [result] = program.output().match(/^(silent|written)\n$/) ?? assert.fail(program.output());
    assert.deepEqual(writtenCounts(), result === 'silent\n' ? [] : [5]);
  });

  it('returns lost, with a warning, if the agent cannot write', async () => {
    const program = startWith(
      { flush: 3_600_000 },
      `
      const onReply = () => {
        require('node:fs').rmSync(run.directory, { recursive: true });
        require('node:fs').writeFileSync(run.directory, '');
        counters[0] = 7;
        console.log(control.finish(true, null));
        channel.hold(false);
      };
      channel.hold(true);
      control.start();
      dump('0.1');`,
    );
    assert.equal(await program.exitCode, 0, program.output());
    assert.equal(program.stdout(), 'lost\n');
    assert.match(
      program.stderr(),
      /^covermain: Cannot write [^\n]*EEXIST[^\n]*\. Counts that are not written before[^\n]*\n$/,
    );
  });

  it('does not keep the process alive, not even to start', async () => {
    const program = startWith(
      { flush: 3_600_000 },
      `
      const onReply = () => {};
      control.expect();
      console.log('expected');`,
    );
    assert.equal(await program.exitCode, 0, program.output());
    assert.equal(program.output(), 'expected\n');
  });
});
