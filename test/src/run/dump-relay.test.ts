/** The dump signal reaches measured processes through the command, and no other process. */
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { relayDumps } from '../../../src/run/dump-relay.js';
import type { RunEvent } from '../../../src/run-log/run-event.js';
import { appendRunEvent } from '../../../src/run-log/run-log.js';
import type { RunContext } from '../../../src/settings/run-context.js';
import { killLeftPrograms, type Program } from '../../support/program.js';
import { RUN } from '../../support/run-context.js';
import { startSource } from '../../support/sources.js';

/** Prints how often it was signalled, and runs until its input ends. Opens a file first, as covermain's hooks open the log. */
const listens = (log: string, flags: string) => `
require('node:fs').openSync(${JSON.stringify(log)}, ${JSON.stringify(flags)});
let times = 0;
process.on('SIGUSR2', () => console.log('heard ' + ++times));
process.stdin.on('end', () => console.log('ended after ' + times)).resume();
console.log('listens');`;

describe('relaying the dump signal', () => {
  let folder: string;
  let log: string;
  let end: () => void;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'covermain-'));
    log = join(folder, 'run.jsonl');
    end = () => {};
  });

  afterEach(() => {
    end();
    killLeftPrograms();
    rmSync(folder, { recursive: true, force: true });
  });

  function relay(signal: RunContext['controls']['signal'] = 'SIGUSR2'): void {
    end = relayDumps({ ...RUN, log, controls: { ...RUN.controls, signal } });
  }

  function appendToLog(...events: readonly RunEvent[]): void {
    for (const event of events) appendRunEvent(log, event);
  }

  const loaded = (pid: number, measured = true): RunEvent => ({
    event: 'loaded',
    pid,
    thread: 0,
    file: '/app/src/a.js',
    measured,
  });

  async function listening(flags = 'a'): Promise<Program> {
    const program = startSource(listens(log, flags));
    await program.printed(/listens/);
    return program;
  }

  /** Returns how often a program was signalled until its end. */
  async function signalsOf(program: Program): Promise<number> {
    program.endInput();
    assert.equal(await program.exitCode, 0, program.output());
    return Number(program.output().match(/ended after (\d+)/)?.[1]);
  }

  const signalCommand = () => process.kill(process.pid, 'SIGUSR2');

  it('passes the signal on to each measured process, early or late', async () => {
    const programs = [await listening(), await listening()] as const;
    relay();
    appendToLog(loaded(programs[0].pid), loaded(programs[0].pid));
    signalCommand();
    await programs[0].printed(/heard 1/);
    appendToLog(loaded(programs[1].pid));
    signalCommand();
    await Promise.all([programs[0].printed(/heard 2/), programs[1].printed(/heard 1/)]);
    assert.deepEqual(await Promise.all(programs.map(signalsOf)), [2, 1]);
  });

  it('passes nothing on to unmeasured processes, and to those that logged their end', async () => {
    const [measured, unmeasured, ...ended] = await Promise.all([...Array(5)].map(() => listening()));
    assert.ok(measured && unmeasured);
    relay();
    appendToLog(loaded(measured.pid), loaded(unmeasured.pid, false));
    for (const [index, event] of (['written', 'nothing counted', 'lost'] as const).entries()) {
      const { pid } = ended[index] ?? measured;
      // Another process may have its pid by now.
      appendToLog(loaded(pid), { event, pid });
    }
    signalCommand();
    await measured.printed(/heard 1/);
    assert.deepEqual(await Promise.all([measured, unmeasured, ...ended].map(signalsOf)), [1, 0, 0, 0, 0]);
  });

  it('reaches a process that has the pid of an ended one', async () => {
    const program = await listening();
    const { pid } = program;
    relay();
    appendToLog(loaded(pid), { event: 'written', pid }, loaded(pid));
    signalCommand();
    await program.printed(/heard 1/);
    assert.equal(await signalsOf(program), 1);
  });

  it('ignores a process that no longer exists', async () => {
    const [gone, program] = [await listening(), await listening()];
    await signalsOf(gone);
    relay();
    appendToLog(loaded(gone.pid), loaded(program.pid));
    signalCommand();
    await program.printed(/heard 1/);
    assert.equal(await signalsOf(program), 1);
  });

  it('reaches no process that the log names and that does not write it', async () => {
    const [measured, reader] = [await listening(), await listening('r')];
    const bystander = startSource(listens(join(folder, 'other.jsonl'), 'a'));
    await bystander.printed(/listens/);
    relay();
    appendToLog(loaded(bystander.pid), loaded(reader.pid), loaded(measured.pid));
    signalCommand();
    await measured.printed(/heard 1/);
    assert.deepEqual(await Promise.all([measured, reader, bystander].map(signalsOf)), [1, 0, 0]);
  });

  it('listens until it is stopped, and not at all without a dump signal', () => {
    const before = process.listenerCount('SIGUSR2');
    relay(null);
    assert.equal(process.listenerCount('SIGUSR2'), before);
    relay();
    assert.equal(process.listenerCount('SIGUSR2'), before + 1);
    end();
    assert.equal(process.listenerCount('SIGUSR2'), before);
  });
});
