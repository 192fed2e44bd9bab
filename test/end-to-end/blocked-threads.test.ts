/** The agent reads the counters of threads that block their event loops while it starts. */
import assert from 'node:assert/strict';
import { agentOf } from '../support/live-agents.js';
import { type Measuring, startNode } from '../support/measured-programs.js';
import { useMeasuredProject } from '../support/measured-project.js';
import type { Project } from '../support/project.js';

/** Two threads that never return to their event loops. The second one starts while the agent of the first one starts. */
const APP = `
const { isMainThread, Worker } = require('node:worker_threads');
if (isMainThread) new Worker(__filename).once('online', () => { for (;;) inMain(); });
else for (;;) inWorker();
function inMain() {}
function inWorker() {}
`;

describe('a program whose threads block their event loops', () => {
  let project: Project;
  let measuring: () => Measuring;

  // With a port, the agent starts with the first file.
  useMeasuredProject(
    { 'package.json': '{}', 'src/app.js': APP },
    { COVER_FLUSH: '20ms', COVERAGE_HTTP_PORT: '0' },
    (made) => {
      ({ project, measuring } = made);
    },
  );

  it('has the counts of a thread that started with the agent in its live profile, and in the last one after a kill', async () => {
    const { env, functions } = measuring();
    const program = startNode(project, ['src/app.js'], env);
    const agent = await agentOf(project, program);
    for (;;) {
      const { inMain = 0, inWorker = 0 } = await agent.functions('src/app.js');
      if (inMain > 0 && inWorker > 0) break;
    }
    await agent.dump();
    process.kill(program.pid, 'SIGKILL');
    await program.exitCode;
    const { inMain = 0, inWorker = 0 } = functions('src/app.js');
    assert.ok(inMain > 0 && inWorker > 0, `${inMain}, ${inWorker}`);
  });
});
