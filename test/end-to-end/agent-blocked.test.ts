/** The agent answers every request while the main thread of the program is in an endless loop. */
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

  /** Runs a command and returns its entry for the only process. */
  async function first<Item>(...args: readonly string[]): Promise<Item> {
    const [item, ...others] = await covermain<Item[]>(...args);
    assert.ok(item && others.length === 0);
    return item;
  }

  const workedIn = (directory: string) => profileIn(project, directory).functions('src/loop.js').work ?? 0;

  it('dumps a growing profile each time', async () => {
    const [one, other] = [await first<Dump>('dump'), await first<Dump>('dump')];
    assert.ok(one.counts.total > 0 && other.counts.total > one.counts.total);
    assert.equal(one.path, other.path);
    assert.equal(measured.read().profiles.length, 1);
  });

  it('returns the status', async () => {
    const [one, other] = [await first<ProcessStatus>('status'), await first<ProcessStatus>('list')];
    assert.deepEqual([one.pid, other.pid], [program.pid, program.pid]);
    assert.ok(other.counts.total > one.counts.total);
  });

  it('records sessions', async () => {
    const session = await first<RunSession>('session', 'start', 'blocked');
    assert.deepEqual([session.name, session.processes], ['blocked', 1]);
    const [open, closed] = [
      await first<RunSession>('session', 'list'),
      await first<Dump>('session', 'end', 'blocked'),
    ];
    assert.equal(open.name, 'blocked');
    assert.equal(dirname(closed.path ?? ''), project.path(`${measured.directory}/sessions/blocked`));
    assert.ok(workedIn(`${measured.directory}/sessions/blocked`) > 0);
  });

  it('dumps on a trigger file', async () => {
    const before = workedIn(measured.directory);
    writeFileSync(project.path('generate'), '');
    await onceRemoved(project.path('generate'));
    assert.ok(workedIn(measured.directory) > before);
  });

  it('answers over HTTP', async () => {
    const { http } = await first<ProcessStatus>('status');
    const ask = async (path: string, method = 'GET') => {
      const answer = await fetch(`${http}/v1/cover/${path}`, { method });
      assert.equal(answer.status, 200);
      return answer.text();
    };
    assert.match(await ask('profile'), /^mode: atomic\nsrc\/loop\.js:/);
    assert.match(await ask('coverage'), /^0\.\d{4}$/);
    assert.equal(await ask('clear', 'POST'), 'clear call successfully\n');
  });

  it('starts from loop probes if the event loop never turns', async () => {
    const { env } = (await prepareMeasuring(project, { COVER_FLUSH: '50ms' }))();
    const alone = startNode(project, ['src/loop.js'], env);
    const [dump] = await (await agentOf(project, alone)).dump();
    assert.ok(dump && dump.counts.total > 0);
    alone.signalGroup('SIGKILL');
    await alone.ended;
  });

  it('resets without losing hits', async () => {
    const closed = await first<Dump>('reset');
    const next = await first<Dump>('dump');
    assert.equal(next.epoch, closed.epoch + 1);
    writeFileSync(project.path('stop'), '');
    assert.equal(await program.exitCode, 0, program.output());
    const [, calls] = await program.printed(/called (\d+)/);
    assert.equal(workedIn(measured.directory), Number(calls));
  });
});
