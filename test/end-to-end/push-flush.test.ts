/** Tests pushes while a program runs: its flushes, its epochs, and what a server keeps of them. */
import assert from 'node:assert/strict';
import { mkdirSync, rmSync } from 'node:fs';
import { storeArchive } from '../../src/profile/store/store-archive.js';
import { type Measuring, prepareMeasuring, profileIn, startNode } from '../support/measured-programs.js';
import { killLeftPrograms, type Program } from '../support/program.js';
import { makeProject, type Project } from '../support/project.js';
import {
  type Answer,
  epochsOf,
  type PushServer,
  type ReceivedPush,
  startPushServer,
} from '../support/push-server.js';

const FILE = 'src/app.js';

/** Calls `hit` for each line that it reads. What it does to Node's modules must not affect the agent. */
const SOURCE = `
const http = require('node:http');
http.request = http.get = globalThis.fetch = undefined;
http.globalAgent.destroy();
let lines = 0;
require('node:readline').createInterface({ input: process.stdin }).on('line', () => { hit(); console.log('hit ' + ++lines); });
function hit() {}`;

const KEEP = { 'Covermain-Metas': 'keep' };

describe('pushing each flush', () => {
  let project: Project;
  let measuring: () => Measuring;
  let server: PushServer | undefined;
  let program: Program;
  let hits = 0;

  before(async () => {
    project = makeProject({ 'package.json': '{}', [FILE]: SOURCE });
    const env = { COVER_FLUSH: '20ms', COVER_PUSH: 'http://127.0.0.1:1/', COVER_PUSH_ON: 'flush' };
    measuring = await prepareMeasuring(project, { ...env, COVER_SIGNAL_RESET: '1' });
  });
  beforeEach(() => {
    hits = 0;
    rmSync(project.path('center'), { recursive: true, force: true });
    mkdirSync(project.path('center'));
  });
  afterEach(async () => {
    killLeftPrograms();
    await server?.close();
  });
  after(() => project.remove());

  async function start(answer?: Answer): Promise<PushServer> {
    const started = await startPushServer(answer);
    server = started;
    program = startNode(project, [FILE], { ...measuring().env, COVER_PUSH: `${started.origin}/p` });
    return started;
  }

  async function hit(): Promise<void> {
    program.type('\n');
    await program.printed(new RegExp(`^hit ${++hits}$`, 'm'));
  }

  /** Resolves when the program has called `hit` and the server has received a push with these calls of the epoch. */
  async function hitAndReceive({ received, receives }: PushServer, calls: number): Promise<void> {
    await hit();
    while (countIn(received.at(-1)) !== calls) await receives(received.length + 1);
  }

  /** Returns how often the last epoch of a push has called `hit`: its probe is the last one. */
  function countIn(push: ReceivedPush | undefined): number | undefined {
    const epoch = push && epochsOf(push).at(-1);
    return epoch?.files.flatMap(({ counters }) => Array.from(counters)).at(-1);
  }

  /** Stores pushes as a center does, and returns the calls of `hit`. */
  function storedHits(pushes: readonly ReceivedPush[]): number | undefined {
    for (const { body } of pushes) storeArchive(project.path('center'), body, 'a push');
    return profileIn(project, 'center').functions(FILE).hit;
  }

  async function end(): Promise<void> {
    program.endInput();
    assert.equal(await program.exitCode, 0, program.output());
    assert.equal(program.stderr(), '');
  }

  it('sends the hits before SIGKILL', async () => {
    const target = await start();
    await target.receives(1);
    await hitAndReceive(target, 1);
    await hitAndReceive(target, 2);
    process.kill(program.pid, 'SIGKILL');
    await program.ended;
    assert.equal(storedHits(target.received), 2);
  });

  it('has one request at a time, and continues with the newest counts', async () => {
    const held: (() => void)[] = [];
    const target = await start((response, attempt) => {
      if (attempt === 0) held.push(() => response.writeHead(204).end());
      else response.writeHead(204).end();
    });
    await target.receives(1);
    for (let time = 0; time < 5; time++) await hit();
    assert.equal(target.received.length, 1);
    held[0]?.();
    await target.receives(2);
    while (countIn(target.received.at(-1)) !== 5) await target.receives(target.received.length + 1);
    await end();
    assert.equal(storedHits(target.received), 5);
  });

  it('sends metas once to a server that keeps them, and again if the server lacks them', async () => {
    let isLacking = false;
    const target = await start((response) => {
      response.writeHead(isLacking ? 409 : 204, KEEP).end();
      isLacking = false;
    });
    const metasOf = (push?: ReceivedPush) => push?.files.filter((name) => name.startsWith('covmeta')).length;
    await target.receives(1);
    assert.equal(metasOf(target.received[0]), 1);
    await hitAndReceive(target, 1);
    assert.equal(metasOf(target.received.at(-1)), 0);
    isLacking = true;
    await hitAndReceive(target, 2);
    const refused = target.received.findIndex((push) => countIn(push) === 2);
    await target.receives(refused + 2);
    assert.deepEqual(target.received.slice(refused, refused + 2).map(metasOf), [0, 1]);
    await end();
    assert.equal(storedHits(target.received), 2);
  });

  it('sends a closed epoch until a server that keeps it has acknowledged it', async () => {
    let status = 204;
    const target = await start((response) => void response.writeHead(status, KEEP).end());
    await target.receives(1);
    await hitAndReceive(target, 1);
    status = 400;
    process.kill(program.pid, 'SIGUSR2');
    await hit();
    const refused = target.received.length;
    while (!target.received.slice(refused).some((push) => epochsOf(push).length === 2))
      await target.receives(target.received.length + 1);
    // The end of the program would replace a push that has not read its answer yet.
    await program.printed(/Cannot push/);
    status = 204;
    program.endInput();
    assert.equal(await program.exitCode, 0);
    assert.match(
      program.stderr(),
      /^covermain: Cannot push the profile to .*: the server answered 400\..*\n$/,
    );
    const last = target.received.at(-1);
    assert.equal(last && epochsOf(last).length, 2);
    assert.equal(storedHits(target.received), 2);
  });

  it('sends all epochs with each push to an object store, which replaces the object', async () => {
    const target = await start();
    await target.receives(1);
    await hitAndReceive(target, 1);
    process.kill(program.pid, 'SIGUSR2');
    while (countIn(target.received.at(-1)) !== 0) await target.receives(target.received.length + 1);
    await hitAndReceive(target, 1);
    await end();
    const last = target.received.at(-1);
    assert.equal(last && epochsOf(last).length, 2);
    assert.equal(last && storedHits([last]), 2);
  });

  it('does not push again at the end if nothing has changed', async () => {
    const target = await start();
    await target.receives(1);
    await hitAndReceive(target, 1);
    process.kill(program.pid, 'SIGTERM');
    await program.ended;
    assert.equal(new Set(target.received.map(countIn)).size, target.received.length);
  });
});
