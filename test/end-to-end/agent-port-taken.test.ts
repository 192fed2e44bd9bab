/**
 * Tests a port that another process holds. One warning names the process, the program continues, and its agent still
 * answers on its private socket.
 */
import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import type { ProcessStatus } from '../../src/agent/peers/process-status.js';
import { agentOf } from '../support/live-agents.js';
import { type Measuring, prepareMeasuring } from '../support/measured-programs.js';
import { freePort, type TakenPort, takePort } from '../support/ports.js';
import { MEMBER, PROCESS_TREE_FILES, type ProcessTree, startProcessTree } from '../support/process-tree.js';
import { killLeftPrograms, startCovermain } from '../support/program.js';
import { makeProject, type Project } from '../support/project.js';

describe('an HTTP port that is taken', () => {
  let project: Project;
  let taken: TakenPort | undefined;

  before(() => {
    project = makeProject({ 'package.json': '{}', ...PROCESS_TREE_FILES });
  });

  afterEach(async () => {
    killLeftPrograms();
    await taken?.close();
    taken = undefined;
  });

  after(() => project.remove());

  const measuringBy = async (port: number): Promise<Measuring> =>
    (await prepareMeasuring(project, { COVERAGE_HTTP_PORT: `${port}`, COVER_FLUSH: '1h' }))();

  async function end({ program }: ProcessTree): Promise<void> {
    program.endInput();
    assert.equal(await program.exitCode, 0, program.output());
  }

  /** Returns the status that the agent sends over its private socket. */
  async function statusOf(family: ProcessTree, pid: number): Promise<ProcessStatus> {
    return (await agentOf(project, family.program, pid)).status();
  }

  for (const [title, server] of [
    ['that sends nothing', undefined],
    ['that sends an unrelated answer', createServer((_, response) => response.end('[]'))],
  ] as const) {
    it(`by a server ${title} causes one warning and is opened as soon as it is free`, async () => {
      taken = await takePort(server);
      const { port } = taken;
      const measuring = await measuringBy(port);
      const family = startProcessTree(project, measuring);
      const pid = await family.add();
      const holder = process.platform === 'linux' ? `process ${process.pid} \\(\\S*node.*\\)` : '.*';
      const line = new RegExp(
        `^covermain: Cannot serve HTTP on 127\\.0\\.0\\.1, port ${port}: the port is taken by ${holder}\\. The program continues`,
        'm',
      );
      const [warningLine] = await family.program.printed(line);
      await family.hit(0, 3);
      const { http, warnings } = await statusOf(family, pid);
      assert.equal(http, null);
      assert.ok(
        warnings.some((warning) => warningLine.includes(warning.slice(0, 80))),
        warnings.join(),
      );

      await taken.close();
      taken = undefined;
      const url = `http://127.0.0.1:${port}`;
      await waitUntil(async () => (await statusOf(family, pid)).http === url);
      assert.deepEqual((await statusOf(family, pid)).warnings, []);
      const response = await fetch(`${url}/v1/cover/status?process=self`);
      assert.equal(((await response.json()) as ProcessStatus).pid, pid);
      await end(family);
      // The other processes of the run also tried to open the port.
      assert.equal(family.program.stderr().trim().split('\n').length, 1, family.program.stderr());
      assert.equal(measuring.functions(MEMBER).hit, 3);
    });
  }

  it('by another run is reported with the process that holds it, and each run keeps its own counts', async () => {
    const port = await freePort();
    const [first, second] = [await measuringBy(port), await measuringBy(port)];
    const one = startProcessTree(project, first);
    const holder = await one.add();
    const other = startProcessTree(project, second);
    const pid = await other.add();
    const line = new RegExp(
      `the port is taken by process ${holder} of another covermain run \\(.*member\\.js\\)`,
    );
    await other.program.printed(line);
    await one.hit(0, 1);
    await other.hit(0, 2);

    const agents = [await agentOf(project, one.program, holder), await agentOf(project, other.program, pid)];
    const hits = await Promise.all(agents.map((agent) => agent.functions(MEMBER)));
    assert.deepEqual(
      hits.map(({ hit }) => hit),
      [1, 2],
    );
    const list = startCovermain(project, ['list', '--json']);
    assert.equal(await list.exitCode, 0, list.output());
    assert.deepEqual(
      (JSON.parse(list.stdout()) as readonly ProcessStatus[]).map((status) => [status.pid, status.http]),
      [
        [holder, `http://127.0.0.1:${port}`],
        [pid, null],
      ],
    );
    await end(one);
    await waitUntil(async () => (await statusOf(other, pid)).http !== null);
    await end(other);
    assert.equal(one.program.stderr(), '');
    assert.equal(other.program.stderr().trim().split('\n').length, 1, other.program.stderr());
    assert.deepEqual([first.functions(MEMBER).hit, second.functions(MEMBER).hit], [1, 2]);
  });
});

/** Polls until the condition holds, because no event reports it. */
async function waitUntil(isTrue: () => Promise<boolean>): Promise<void> {
  while (!(await isTrue())) await new Promise((resolve) => setTimeout(resolve, 20));
}
