/** Checks that the agent answers every request while an endless loop blocks the main thread of its program. */
import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import type { ProcessStatus } from '../../src/agent/peers/process-status.js';
import type { RunSession } from '../../src/commands/documents.js';
import type { Dump } from '../../src/profile/model/dump.js';
import { agentOf } from '../support/live-agents.js';
import { type Measuring, prepareMeasuring, profileIn, startNode } from '../support/measured-programs.js';
import { killLeftPrograms, type Program, startCovermain } from '../support/program.js';
import { makeProject, type Project } from '../support/project.js';
import { onceRemoved } from '../support/wait-for-files.js';

const LOOP = `
const { existsSync } = require('node:fs');
let calls = 0;
function work() { calls++; }
while (!existsSync('stop')) for (let times = 0; times < 1000; times++) work();
console.log('called ' + calls);
`;

describe('the agent of a program whose event loop is blocked', () => {
  let project: Project;
  let measured: Measuring;
  let program: Program;

  before(async () => {
    project = makeProject({ 'package.json': '{}', 'src/loop.js': LOOP });
    const env = { COVER_TRIGGER_FILE: 'generate', COVERAGE_HTTP_PORT: '0', COVER_FLUSH: 'off' };
    measured = (await prepareMeasuring(project, env))();
    program = startNode(project, ['src/loop.js'], measured.env);
    await agentOf(project, program);
  });

  after(() => {
    killLeftPrograms();
    project.remove();
  });

  async function covermain<Result>(...args: readonly string[]): Promise<Result> {
    const command = startCovermain(project, [...args, '--json']);
    assert.equal(await command.exitCode, 0, command.output());
    return JSON.parse(command.stdout()) as Result;
  }

  /** Runs a command and returns its result about the only process. */
  async function runForOne<Item>(...args: readonly string[]): Promise<Item> {
    const [item, ...others] = await covermain<Item[]>(...args);
    assert.ok(item && others.length === 0);
    return item;
  }

  const workCallsIn = (directory: string) => profileIn(project, directory).functions('src/loop.js').work ?? 0;

  it('writes newer counts to the same profile on each dump', async () => {
    const [firstDump, secondDump] = [await runForOne<Dump>('dump'), await runForOne<Dump>('dump')];
    assert.ok(firstDump.counts.total > 0 && secondDump.counts.total > firstDump.counts.total);
    assert.equal(firstDump.path, secondDump.path);
    assert.equal(measured.read().profiles.length, 1);
  });

  it('reports status with newer counts on each request', async () => {
    const [firstStatus, secondStatus] = [
      await runForOne<ProcessStatus>('status'),
      await runForOne<ProcessStatus>('list'),
    ];
    assert.deepEqual([firstStatus.pid, secondStatus.pid], [program.pid, program.pid]);
    assert.ok(secondStatus.counts.total > firstStatus.counts.total);
  });

  it('starts, lists and ends a session', async () => {
    const session = await runForOne<RunSession>('session', 'start', 'blocked');
    assert.deepEqual([session.name, session.processes], ['blocked', 1]);
    const [open, closed] = [
      await runForOne<RunSession>('session', 'list'),
      await runForOne<Dump>('session', 'end', 'blocked'),
    ];
    assert.equal(open.name, 'blocked');
    assert.equal(dirname(closed.path ?? ''), project.path(`${measured.directory}/sessions/blocked`));
    assert.ok(workCallsIn(`${measured.directory}/sessions/blocked`) > 0);
  });

  it('writes a dump when the trigger file is created', async () => {
    const callsBefore = workCallsIn(measured.directory);
    writeFileSync(project.path('generate'), '');
    await onceRemoved(project.path('generate'));
    assert.ok(workCallsIn(measured.directory) > callsBefore);
  });

  it('answers HTTP requests for the profile, the coverage and a clear', async () => {
    const { http } = await runForOne<ProcessStatus>('status');
    const requestText = async (path: string, method = 'GET') => {
      const response = await fetch(`${http}/v1/cover/${path}`, { method });
      assert.equal(response.status, 200);
      return response.text();
    };
    assert.match(await requestText('profile'), /^mode: atomic\nsrc\/loop\.js:/);
    assert.match(await requestText('coverage'), /^0\.\d{4}$/);
    assert.equal(await requestText('clear', 'POST'), 'clear call successfully\n');
  });

  it('starts even if only loop probes can start it', async () => {
    const { env } = (await prepareMeasuring(project, { COVER_FLUSH: '50ms' }))();
    const loopProgram = startNode(project, ['src/loop.js'], env);
    const [dump] = await (await agentOf(project, loopProgram)).dump();
    assert.ok(dump && dump.counts.total > 0);
    loopProgram.signalGroup('SIGKILL');
    await loopProgram.ended;
  });

  it('resets the counters so that all epochs together have every call', async () => {
    const closed = await runForOne<Dump>('reset');
    const next = await runForOne<Dump>('dump');
    assert.equal(next.epoch, closed.epoch + 1);
    writeFileSync(project.path('stop'), '');
    assert.equal(await program.exitCode, 0, program.output());
    const [, calls] = await program.printed(/called (\d+)/);
    assert.equal(workCallsIn(measured.directory), Number(calls));
  });
});
