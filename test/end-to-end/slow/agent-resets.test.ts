/** Tests resets while code runs: every hit belongs to exactly one epoch. */
import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { basename } from 'node:path';
import { summarizeCounts } from '../../../src/agent/recording/recording-span.js';
import { countersNameOf } from '../../../src/profile/format/counters-file.js';
import type { Dump } from '../../../src/profile/model/dump.js';
import { typedApp } from '../../support/apps.js';
import { agentOf } from '../../support/live-agents.js';
import { type Measuring, startNode } from '../../support/measured-programs.js';
import { useMeasuredProject } from '../../support/measured-project.js';
import type { Project } from '../../support/project.js';

const RESETS = 1_000;
/** Number of clients that send resets at the same time. */
const LANES = 4;

/** Two threads call a function of the same file until a file `stop` exists, and then print their number of calls. */
const LOOP = `
const { existsSync, writeSync } = require('node:fs');
const { isMainThread, Worker } = require('node:worker_threads');
let calls = 0;
function work() { calls++; }
function loop() {
  while (!existsSync('stop')) for (let times = 0; times < 1000; times++) work();
  writeSync(1, 'called ' + calls + '\\n');
}
if (isMainThread) new Worker(__filename).once('online', loop);
else loop();
`;

describe('resetting the counters of a running program', () => {
  let project: Project;
  let measuring: () => Measuring;

  // With a port, the agent starts at once; without it, it starts only when the event loop turns.
  useMeasuredProject(
    { 'package.json': '{}', 'src/loop.js': LOOP, 'src/typed.js': typedApp() },
    { COVER_FLUSH: '50ms', COVERAGE_HTTP_PORT: '0' },
    (made) => {
      ({ project, measuring } = made);
    },
  );

  it(`keeps every hit in exactly one epoch during ${RESETS} resets while two threads run without a pause`, async function () {
    // Two threads that never pause occupy both cores of a machine with two cores.
    this.timeout(180_000);
    const { env, read, functions } = measuring();
    const program = startNode(project, ['src/loop.js'], env);
    const agent = await agentOf(project, program);
    const dumps: Dump[] = [];
    const reset = async () => {
      for (let times = 0; times < RESETS / LANES; times++) dumps.push(...(await agent.reset()));
    };
    await Promise.all(Array.from({ length: LANES }, reset));
    writeFileSync(project.path('stop'), '');
    assert.equal(await program.exitCode, 0, program.output());

    const [firstCalls = 0, secondCalls = 0] = [...program.stdout().matchAll(/called (\d+)/g)].map(
      ([, calls]) => Number(calls),
    );
    assert.ok(firstCalls > 0 && secondCalls > 0, program.output());
    assert.equal(functions('src/loop.js').work, firstCalls + secondCalls);

    assert.equal(new Set(dumps.map(({ epoch }) => epoch)).size, RESETS);
    // An epoch without hits has no file. The program writes its last epoch when it exits.
    const writtenDumps = dumps.filter(({ path }) => path !== null);
    const written = new Map(
      read().profiles.map((profile) => [countersNameOf(profile), summarizeCounts(profile)]),
    );
    assert.equal(written.size, writtenDumps.length + 1);
    for (const { path, counts } of writtenDumps) assert.deepEqual(written.get(basename(path ?? '')), counts);
    for (const { path, counts } of dumps) assert.equal(path === null, counts.total === 0);
  });

  it('leaves only the new epoch in the live profile, for a reset of one process or of the run', async () => {
    const { env, functions } = measuring();
    const program = startNode(project, ['src/typed.js'], env);
    const agent = await agentOf(project, program);
    const hits = async () => (await agent.functions('src/typed.js')).hit;
    program.type('aaaaa');
    await program.printed(/hits 5/);
    await agent.post('reset?process=self');
    assert.equal(await hits(), 0);
    program.type('aa');
    await program.printed(/hits 7/);
    assert.equal(await hits(), 2);
    await agent.reset();
    assert.equal(await hits(), 0);
    program.endInput();
    assert.equal(await program.exitCode, 0, program.output());
    assert.equal(functions('src/typed.js').hit, 7);
  });
});
