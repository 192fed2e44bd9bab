/** Commands name and end the processes of a run that load no measured file, such as servers in `node_modules`. */
import assert from 'node:assert/strict';
import type { ProcessStatus } from '../../src/agent/peers/process-status.js';
import { outcomeOf } from '../support/measured-programs.js';
import { killLeftPrograms, startCovermain } from '../support/program.js';
import { makeProject, type Project } from '../support/project.js';

const WAITS = "setInterval(String, 1000); console.log('ready ' + process.pid);";

const FILES = {
  'package.json': '{}',
  'node_modules/server/index.js': `${WAITS} process.on('SIGTERM', () => { console.log('closed'); process.exit(0); });`,
  'tools/waits.js': WAITS,
  'src/waits.js': WAITS,
};

describe('a process without a measured file', () => {
  let project: Project;

  before(() => {
    project = makeProject(FILES);
  });

  afterEach(killLeftPrograms);
  after(() => project.remove());

  const covermain = (...args: readonly string[]) => outcomeOf(startCovermain(project, args));

  async function startRun(...command: readonly string[]) {
    const program = startCovermain(project, ['run', '--no-report', '--', ...command]);
    const [, pid] = await program.printed(/ready (\d+)/);
    return { program, pid: Number(pid) };
  }

  it('is listed without files, is refused a dump with the reason, and is stopped', async () => {
    const { program, pid } = await startRun('sh', '-c', 'node node_modules/server/index.js; exit $?');
    const listed = await covermain('list');
    assert.match(
      listed.stdout,
      new RegExp(`^${pid} +\\S+ +- +\\S+ +0 +- +\\. +node node_modules/server/index\\.js$`, 'm'),
    );
    const dumped = await covermain('dump');
    assert.deepEqual([dumped.code, dumped.stdout], [2, '']);
    assert.match(
      dumped.stderr,
      new RegExp(
        `Process ${pid} has no measured file\\. 1 file of node_modules ran; it is excluded by default`,
      ),
    );
    const stopped = await covermain('stop');
    assert.deepEqual([stopped.code, stopped.stdout], [0, `process ${pid} has ended\n`], stopped.stderr);
    assert.equal(await program.exitCode, 0, program.output());
    assert.match(program.output(), /^closed$/m);
  });

  it('is listed with the reason in JSON, and stopped alone by its pid', async () => {
    const { program, pid } = await startRun('node', 'tools/waits.js');
    const other = await startRun('node', 'src/waits.js');
    const { stdout } = await covermain('list', '--json');
    const processes = JSON.parse(stdout) as readonly ProcessStatus[];
    const status = processes.find((one) => one.pid === pid);
    assert.deepEqual([processes.length, status?.counts.files], [2, 0]);
    assert.match(status?.warnings.join() ?? '', /1 file ran that no "include" pattern matches/);
    const stopped = await covermain('stop', '--pid', `${pid}`);
    assert.deepEqual([stopped.code, stopped.stdout], [0, `process ${pid} has ended\n`], stopped.stderr);
    assert.equal(await program.exitCode, 143);
    assert.deepEqual((await covermain('stop')).stdout, `process ${other.pid} has ended\n`);
    assert.equal(await other.program.exitCode, 0, other.program.output());
  });
});
