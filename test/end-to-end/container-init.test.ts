/**
 * Tests programs that are process 1 of a container: the kernel drops signals that process 1 does not handle, and supervisors send
 * SIGTERM. The program ends, or goes on, as without covermain.
 */
import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { INIT_UNAVAILABLE, type InitProgram, startAsInit } from '../support/container-init.js';
import { HttpCollector } from '../support/http-collector.js';
import { profileIn } from '../support/measured-programs.js';
import { freePort } from '../support/ports.js';
import { killLeftPrograms } from '../support/program.js';
import { makeProject, type Project } from '../support/project.js';

const FILE = 'src/server.cjs';

/** A server that answers `/slow` after a while. @param more its shutdown */
const serverWith = (more: string) => `
const http = require('node:http');
const { setTimeout } = require('node:timers');
const server = http.createServer((request, response) => {
  if (request.url === '/slow') {
    console.log('slow');
    setTimeout(() => response.end(slow()), 150);
  } else response.end(hit());
});
server.listen(0, '127.0.0.1', () => console.log('listening on ' + server.address().port));
function hit() { return 'hit'; }
function slow() { return 'slow'; }
${more}`;

const GRACEFUL = serverWith(`
process.on('SIGTERM', (signal) => {
  closing();
  server.close(() => console.log('closed'));
  setTimeout(() => { ended(); process.exitCode = 4; }, 300);
});
function closing() { console.log('closing'); }
function ended() { console.log('ended'); }`);

const AUTO = { NODE_OPTIONS: '--conditions=covermain --import covermain/auto', COVERAGE_HTTP_PORT: '0' };

const title = INIT_UNAVAILABLE === undefined ? '' : ` (not run: ${INIT_UNAVAILABLE})`;

(INIT_UNAVAILABLE === undefined ? describe : describe.skip)(`process 1 of a container${title}`, () => {
  let project: Project;
  let runs = 0;

  before(() => {
    project = makeProject({
      'package.json': '{}',
      [FILE]: GRACEFUL,
      'src/plain.cjs': serverWith(''),
    });
  });

  afterEach(killLeftPrograms);
  after(() => project.remove());

  async function urlOf(program: InitProgram): Promise<string> {
    const [, port] = await program.printed(/listening on (\d+)/);
    return `http://127.0.0.1:${port}`;
  }

  const read = async (url: string) => (await fetch(url)).text();

  /** Starts the server, asks it, and sends it SIGTERM while it answers a request. */
  async function stopGracefully(env: Readonly<Record<string, string>>) {
    const program = startAsInit(project, [FILE], env);
    const url = await urlOf(program);
    assert.equal(await read(`${url}/`), 'hit');
    const answers = ['/slow', '/slow'].map((path) => read(url + path));
    await program.printed(/slow\nslow\n/);
    process.kill(program.outerPid(), 'SIGTERM');
    const texts = await Promise.all(answers);
    const { code, signal } = await program.ended;
    const stdout = program.stdout().replace(/\d+/, 'PORT');
    return { texts, code, signal, stdout, stderr: program.stderr() };
  }

  it('closes by itself on SIGTERM while it answers requests, and its profile has everything', async () => {
    const directory = `data/${++runs}`;
    // The flush cannot have written the last counts.
    const env = { ...AUTO, COVER_DIR: directory, COVER_FLUSH: '1h' };
    const [plain, measured] = await Promise.all([stopGracefully({}), stopGracefully(env)]);
    assert.deepEqual(measured, plain);
    assert.deepEqual([measured.code, measured.texts], [4, ['slow', 'slow']]);
    const { hit, slow, closing, ended } = profileIn(project, directory).functions(FILE);
    assert.deepEqual({ hit, slow, closing, ended }, { hit: 1, slow: 2, closing: 1, ended: 1 });
  });

  it('goes on after a SIGTERM at its first output, and its counters are written', async () => {
    const directory = `data/${++runs}`;
    const port = await freePort();
    const env = { ...AUTO, COVERAGE_HTTP_PORT: `${port}`, COVER_DIR: directory, COVER_FLUSH: '1h' };
    const program = startAsInit(project, ['src/plain.cjs'], env);
    const url = await urlOf(program);
    process.kill(program.outerPid(), 'SIGTERM');
    const profile = profileIn(project, directory);
    // No event reports the write.
    while (!existsSync(project.path(directory)) || profile.read().profiles.length === 0)
      await new Promise((resolve) => setTimeout(resolve, 20));
    assert.equal(await read(url), 'hit');
    await untilListening(port);
    process.kill(program.outerPid(), 'SIGKILL');
    await program.ended;
  });

  it('goes on after SIGTERM without a listener, and its counters are written', async () => {
    const directory = `data/${++runs}`;
    const port = await freePort();
    const env = { ...AUTO, COVERAGE_HTTP_PORT: `${port}`, COVER_DIR: directory, COVER_FLUSH: '1h' };
    const programs = [
      startAsInit(project, ['src/plain.cjs'], {}),
      startAsInit(project, ['src/plain.cjs'], env),
    ];
    // Until the agent has taken over, two threads may receive a signal, and each writes.
    await untilListening(port);
    const [plainUrl = '', url = ''] = await Promise.all(programs.map(urlOf));
    for (const one of [plainUrl, url]) assert.equal(await read(one), 'hit');
    const profile = profileIn(project, directory);
    for (const { outerPid } of programs) process.kill(outerPid(), 'SIGTERM');
    // No event reports the write.
    while (!existsSync(project.path(directory)) || hitsOf() !== 1)
      await new Promise((resolve) => setTimeout(resolve, 20));
    for (const one of [plainUrl, url]) assert.equal(await read(one), 'hit');
    for (const { outerPid } of programs) process.kill(outerPid(), 'SIGTERM');
    while (hitsOf() !== 2) await new Promise((resolve) => setTimeout(resolve, 20));
    for (const one of [plainUrl, url]) assert.equal(await read(one), 'hit');
    for (const { outerPid } of programs) process.kill(outerPid(), 'SIGKILL');
    const ends = await Promise.all(programs.map(({ ended }) => ended));
    assert.deepEqual(ends[1], ends[0]);
    // unshare prints a line itself when its child is killed.
    const [plainErrors, errors] = programs.map(({ stderr }) => stderr());
    assert.equal(errors, plainErrors);
    assert.equal(hitsOf(), 2, 'a kill loses what was counted after the last write');

    function hitsOf(): number | undefined {
      return profile.read().profiles.length === 0 ? 0 : profile.functions('src/plain.cjs').hit;
    }
  });

  it('serves everything over HTTP without any directory that it can write', async () => {
    const port = await freePort();
    const env = { ...AUTO, COVERAGE_HTTP_PORT: `${port}`, COVER_DIR: 'data/read-only' };
    const program = startAsInit(project, [FILE], env, { isReadOnly: true });
    const url = await urlOf(program);
    await program.printed(/Cannot create a private socket for process 1/);
    const collector = new HttpCollector(`http://127.0.0.1:${port}`);
    const hits = () =>
      profileIn({ ...project, path: (path) => path }, collector.directory).functions(FILE).hit;
    try {
      await untilListening(port);
      await collector.post('/v1/cover/session/start?name=a', {});
      assert.equal(await read(url), 'hit');
      const files = await collector.collect();
      assert.equal(await read(url), 'hit');
      assert.equal((await collector.acknowledge(files)).length, 1);
      await collector.post('/v1/cover/reset', {});
      assert.equal(await read(url), 'hit');
      assert.equal((await collector.collect()).length, 2);
      assert.equal(hits(), 3);
      const text = (await collector.post('/v1/cover/profile', {})).toString();
      assert.match(text, /^mode: atomic\nsrc\/server\.cjs:/);
      const session = new HttpCollector(`http://127.0.0.1:${port}`);
      assert.equal((await session.collect('?session=a')).length, 1);
      session.remove();
      assert.equal(existsSync(project.path('data/read-only')), false);
      process.kill(program.outerPid(), 'SIGTERM');
      assert.equal((await program.ended).code, 4);
    } finally {
      collector.remove();
    }
  });
});

/** Waits until a process listens on the port, because no event reports it. */
async function untilListening(port: number): Promise<void> {
  for (;;) {
    try {
      await fetch(`http://127.0.0.1:${port}/v1/cover/status`);
      return;
    } catch {
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  }
}
