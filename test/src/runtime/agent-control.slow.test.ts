/** A process has an agent once it has lived for a moment, or at once where somebody may ask; nothing sent to it is lost. */
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

const HTTP = { port: 0, host: '127.0.0.1', token: null };

describe('createAgentControl', () => {
  afterEach(() => Atomics.store(sharedState(), SHARED_STATE.agent, AGENT_STATE.none));

  /** An agent that cannot be started: each attempt is counted. */
  function newControl(controls: Partial<Controls>) {
    const seen = { starts: 0, failures: [] as string[], ends: 0, reads: 0, onRead: () => {} };
    const control = createAgentControl({
      run: { ...RUN, controls: { ...RUN.controls, ...controls } },
      data() {
        seen.starts += 1;
        throw new Error('there is no thread');
      },
      events: { onFailure: (why) => seen.failures.push(why), onEnd: () => seen.ends++ },
      onRead() {
        seen.reads += 1;
        seen.onRead();
      },
    });
    return { ...control, seen };
  }

  it('starts none as a file is loaded, but when the first flush is due', async () => {
    const { expect, seen, hasStarted } = newControl({ flush: 30 });
    expect();
    expect();
    assert.deepEqual([seen.starts, hasStarted()], [0, false]);
    await delay(30); // by a timer behind its own
    assert.deepEqual([seen.starts, hasStarted()], [1, true]);
    expect();
    assert.equal(seen.starts, 1);
  });

  it('starts none before something is counted', async () => {
    const { seen } = newControl({ flush: 20, http: HTTP });
    await delay(20);
    assert.equal(seen.starts, 0);
  });

  it('starts one though the event loop never turns', () => {
    const { expect, seen } = newControl({ flush: 20 });
    const begun = performance.now();
    expect();
    while (seen.starts === 0 && performance.now() < begun + 10_000) expect();
    assert.equal(seen.starts, 1);
    assert.ok(performance.now() >= begun + 20);
  });

  for (const [what, controls] of [
    ['a port is served', { http: HTTP }],
    ['a trigger file is looked for', { triggerFile: '/app/trigger' }],
  ] as const) {
    it(`starts one as the first file is loaded where ${what}`, () => {
      const { expect, seen } = newControl({ flush: 60_000, ...controls });
      expect();
      assert.equal(seen.starts, 1);
    });
  }

  it('starts one at once where it is asked to, and no other', async () => {
    const { start, expect, seen } = newControl({ flush: 20 });
    start();
    assert.equal(seen.starts, 1);
    start();
    expect();
    await delay(20);
    assert.equal(seen.starts, 1);
  });

  it('tells why there is no agent once, and to each who wants one that there is none', () => {
    const { start, finish, post, seen } = newControl({ flush: null });
    start();
    assert.deepEqual(seen.failures, ['there is no thread']);
    assert.equal(seen.ends, 1);
    start();
    assert.deepEqual([seen.failures.length, seen.ends], [1, 2]);
    post({ stop: true });
    assert.equal(finish(true), 'silent');
  });

  it('has nobody write where there is no agent', () => {
    const { finish, post, hasStarted } = newControl({ flush: null });
    post({ stop: true });
    assert.equal(finish(true), 'silent');
    assert.equal(hasStarted(), false);
  });

  it('has the counts of the app itself read as often as they are flushed, from the start on', async () => {
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

/** The agent's thread is a file that the build makes. */
describe('createAgentControl, with an agent', () => {
  let directory: string;

  beforeEach(() => {
    directory = mkdtempSync(join(tmpdir(), 'covermain-'));
  });

  afterEach(() => {
    killLeftPrograms();
    rmSync(directory, { recursive: true, force: true });
  });

  /** A program with a slab, in which 5 was counted of a file, and the control of its agent. */
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
        const { writeMeta } = await import(build + 'profile/store/write-profile.js');
        const { createProcessHeader } = await import(build + 'runtime/process-header.js');
        const { encodeMeta, hashOf } = load('profile/format/meta-file.ts');
        const { metaOf } = load('../test/support/profiles.ts');
        const asked = [{ meta: writeMeta(run.directory, encodeMeta(metaOf())), probes: metaOf().probes }];
        const slab = newSlab(asked, { thread: 0, number: 0 });
        const counters = allocateCounters(slab, asked);
        counters[0] = 5;
        const header = createProcessHeader(run);
        const onData = [];
        const control = createAgentControl({
          run,
          data() {
            for (const act of onData) act();
            return { run, header, slabs: [slab], metas: [] };
          },
          onRead() {},
          events: { onFailure: console.log, onEnd: () => console.log('ended') },
        });
        const dump = (id) => control.post({ question: { id, ask: 'dump' } });
        const channel = openChannel(({ answer }) => onAnswer(answer));
        ${code}
      })();`);
  }

  function counted(): readonly number[] {
    const { profiles, unreadable } = readProfileDirectory(directory);
    assert.deepEqual(unreadable, []);
    return profiles.flatMap(({ files }) => files).map(({ counters }) => Number(counters[0]));
  }

  it('loses nothing that comes while the thread is started', async () => {
    const program = startWith(
      { flush: null },
      `
      let answers = 0;
      const onAnswer = ({ id, result }) => {
        console.log(id + ' ' + result.counts.total);
        if (++answers === 3) channel.hold(false);
      };
      channel.hold(true);
      onData.push(() => dump('0.1'), () => dump('0.2'));
      control.start();
      dump('0.3');`,
    );
    assert.equal(await program.exitCode, 0, program.output());
    assert.equal(program.output(), '0.1 5\n0.2 5\n0.3 5\n');
    assert.deepEqual(counted(), [5]);
  });

  it('has the agent write all as the process ends, whose event loop may be blocked', async () => {
    const program = startWith(
      { flush: 3_600_000 },
      `
      const onAnswer = () => {
        counters[0] = 7;
        console.log(control.finish(false), control.finish(true));
        channel.hold(false);
      };
      channel.hold(true);
      control.start();
      dump('0.1');`,
    );
    assert.equal(await program.exitCode, 0, program.output());
    assert.equal(program.output(), 'written written\n');
    assert.deepEqual(counted(), [7]);
  });

  it('has an agent that has not begun by the end never begin, and one that has write all', async () => {
    const program = startWith(
      { flush: 3_600_000 },
      `
      const onAnswer = () => {};
      control.start();
      console.log(control.finish(true));`,
    );
    assert.equal(await program.exitCode, 0, program.output());
    const [said] = program.output().match(/^(silent|written)\n$/) ?? assert.fail(program.output());
    assert.deepEqual(counted(), said === 'silent\n' ? [] : [5]);
  });

  it('says that counts are lost which the agent cannot write', async () => {
    const program = startWith(
      { flush: 3_600_000 },
      `
      const onAnswer = () => {
        require('node:fs').rmSync(run.directory, { recursive: true });
        require('node:fs').writeFileSync(run.directory, '');
        counters[0] = 7;
        console.log(control.finish(true));
        channel.hold(false);
      };
      channel.hold(true);
      control.start();
      dump('0.1');`,
    );
    assert.equal(await program.exitCode, 0, program.output());
    assert.equal(program.stdout(), 'lost\n');
    assert.match(program.stderr(), /^covermain: [^\n]* cannot be written: [^\n]*\n$/);
  });

  it('keeps no process alive, not even to begin', async () => {
    const program = startWith(
      { flush: 3_600_000 },
      `
      const onAnswer = () => {};
      control.expect();
      console.log('expected');`,
    );
    assert.equal(await program.exitCode, 0, program.output());
    assert.equal(program.output(), 'expected\n');
  });
});
