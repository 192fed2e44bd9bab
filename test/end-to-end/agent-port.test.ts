/** Tests the HTTP port that the processes of a run share: the process that holds it answers exactly for all of them. */
import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import type { CoverageMapData, FileCoverageData } from 'istanbul-lib-coverage';
import type { ProcessStatus } from '../../src/agent/peers/process-status.js';
import { type Measuring, prepareMeasuring, profileIn } from '../support/measured-programs.js';
import { ownerHeaders } from '../support/owner-token.js';
import { freePort } from '../support/ports.js';
import { MEMBER, PROCESS_TREE_FILES, type ProcessTree, startProcessTree } from '../support/process-tree.js';
import { killLeftPrograms } from '../support/program.js';
import { functionsOf, makeProject, type Project } from '../support/project.js';

describe('the HTTP port of a run', () => {
  let project: Project;
  let url: string;
  let measure: () => Measuring;
  let measuring: Measuring;
  let family: ProcessTree;
  let pids: readonly number[];

  before(async () => {
    project = makeProject({ 'package.json': '{}', ...PROCESS_TREE_FILES });
    const port = await freePort();
    url = `http://127.0.0.1:${port}`;
    measure = await prepareMeasuring(project, { COVERAGE_HTTP_PORT: `${port}`, COVER_FLUSH: '1h' });
  });

  beforeEach(async () => {
    measuring = measure();
    family = startProcessTree(project, measuring);
    pids = [await family.add(), await family.add(), await family.add()];
    await family.hit(0, 1);
    await family.hit(1, 2);
    await family.hit(2, 4);
  });

  afterEach(killLeftPrograms);
  after(() => project.remove());

  async function request(method: string, path: string, accept = 'application/json'): Promise<unknown> {
    const response = await fetch(`${url}${path}`, { method, headers: { accept } });
    const text = await response.text();
    assert.ok(response.ok, text);
    return response.headers.get('content-type')?.includes('json') ? JSON.parse(text) : text;
  }

  const hitsIn = (map: unknown): number | undefined =>
    functionsOf((map as CoverageMapData)[project.path(MEMBER)] as FileCoverageData).hit;

  /** Returns the number of hits since the last clear, in the whole run or in the processes that `query` selects. */
  const hits = async (query = '') => hitsIn(await request('POST', `/v1/cover/profile${query}`));

  async function end(): Promise<void> {
    family.program.endInput();
    assert.equal(await family.program.exitCode, 0, family.program.output());
    assert.equal(family.program.stderr(), '');
  }

  it('returns the counts of all processes, or only of the process that holds it', async () => {
    assert.equal(await hits(), 7);
    assert.equal(await hits('?process=self'), 1);
    await family.hit(0, 10);
    await family.hit(2, 10);
    assert.equal(await hits(), 27);
    assert.equal(await hits('?process=self'), 11);
    const text = String(await request('POST', '/v1/cover/profile', 'text/plain'));
    assert.match(text, /^mode: atomic\nsrc\/member\.js:/);
    await end();
    assert.equal(measuring.functions(MEMBER).hit, 27);
  });

  it('returns the counts of processes that started late, were killed, or were too short to have an agent', async () => {
    await family.add();
    await family.hit(3, 8);
    await request('POST', '/v1/cover/dump');
    await family.end(1, 'SIGKILL');
    await family.short(16);
    await family.end(2);
    assert.equal(await hits(), 31);
    await end();
    assert.equal(measuring.functions(MEMBER).hit, 31);
  });

  it('returns the status of all processes, of which exactly one holds the port', async () => {
    const status = (await request('GET', '/v1/cover/status')) as ProcessStatus & {
      readonly processes: readonly ProcessStatus[];
    };
    assert.equal(status.pid, pids[0]);
    assert.equal(status.http, url);
    const { processes } = status;
    assert.deepEqual(
      processes.map(({ pid, http }) => [pid, http]),
      pids.map((pid, index) => [pid, index === 0 ? url : null]),
    );
    assert.deepEqual(new Set(processes.map(({ run }) => run)), new Set([status.run]));
    await end();
  });

  it('clears all processes, and counts from 0 even if processes start or end', async () => {
    await family.end(0);
    await family.add();
    const cleared = await retry(() => request('POST', '/v1/cover/clear'));
    assert.equal(cleared, 'clear call successfully\n');
    assert.equal(await hits(), 0);
    await family.hit(1, 10);
    await family.hit(3, 20);
    await family.add();
    await family.hit(4, 40);
    await family.short(80);
    await family.end(3);
    await family.end(4, 'SIGTERM');
    assert.equal(await retry(hits), 150);
    await end();
    assert.equal(measuring.functions(MEMBER).hit, 157);
  });

  it('opens sessions that include processes that start late or are too short to have an agent', async () => {
    await request('POST', '/test/start/a%20test');
    await family.hit(0, 10);
    await family.add();
    await family.hit(3, 20);
    await family.short(40);
    await family.end(1);
    const { processes } = (await request('GET', '/v1/cover/status')) as {
      readonly processes: readonly ProcessStatus[];
    };
    assert.deepEqual(
      processes.map(({ sessions }) => sessions.map(({ name }) => name)),
      [['a test'], ['a test'], ['a test']],
    );
    assert.equal(hitsIn(await request('POST', '/test/end/a%20test')), 70);
    await family.hit(0, 100);
    await end();
    assert.equal(profileIn(project, `${measuring.directory}/sessions/a%20test`).functions(MEMBER).hit, 70);
    assert.equal(measuring.functions(MEMBER).hit, 177);
  });

  it('stops all processes, and each one writes its profile', async () => {
    const refused = await fetch(`${url}/v1/cover/stop`, { method: 'POST' });
    assert.equal(refused.status, 403);
    const headers = ownerHeaders(project, new URL(url).port);
    const response = await fetch(`${url}/v1/cover/stop`, { method: 'POST', headers });
    const { pids: stopped } = (await response.json()) as {
      readonly pids: readonly number[];
    };
    assert.deepEqual([...stopped].sort(), [...pids].sort());
    await end();
    assert.equal(existsSync(project.path(`.covermain/${new URL(url).port}.token`)), false);
    assert.equal(measuring.functions(MEMBER).hit, 7);
    assert.equal(measuring.read().profiles.length, 3);
  });

  for (const [title, signal] of [
    ['ends', undefined],
    ['is killed', 'SIGKILL'],
  ] as const) {
    it(`moves to another process when its holder ${title}`, async () => {
      await request('POST', '/v1/cover/dump');
      await family.end(0, signal);
      assert.equal(await retry(hits), 7);
      const { pid } = (await request('GET', '/v1/cover/status?process=self')) as ProcessStatus;
      assert.ok(pids.slice(1).includes(pid));
      await family.hit(1, 10);
      assert.equal(await hits(), 17);
      await end();
      assert.equal(measuring.functions(MEMBER).hit, 17);
    });
  }
});

/** Repeats a request until a process listens on the port again, because no event reports it. */
async function retry<Result>(act: () => Promise<Result>): Promise<Result> {
  for (;;) {
    try {
      return await act();
    } catch (error) {
      const { cause } = error as { cause?: { code?: string } };
      if (cause?.code !== 'ECONNREFUSED' && cause?.code !== 'ECONNRESET') throw error;
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
  }
}
