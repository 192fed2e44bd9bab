/** The events of counters and the number of threads, while the event loop of the program is blocked. */
import assert from 'node:assert/strict';
import { openAgentEvents } from '../../src/agent/peers/agent-client.js';
import { type CountersEvent, isCountersEvent } from '../../src/agent/peers/counters-event.js';
import { agentOf } from '../support/live-agents.js';
import { type Measuring, startNode } from '../support/measured-programs.js';
import { useMeasuredProject } from '../support/measured-project.js';
import type { Project } from '../support/project.js';

const BLOCKED = `
const end = Date.now() + 600_000;
while (Date.now() < end) work();
function work() {}
`;

/** Ends when its input ends. */
const ENDING = `
process.stdin.resume();
process.stdin.once('end', () => ended());
function ended() {}
`;

/** Starts three threads, one of which starts another. Ends two of them when it gets input. */
const THREADS = `
const { isMainThread, parentPort, Worker, workerData } = require('node:worker_threads');
const start = (data) => new Worker(__filename, { workerData: data });
const next = (worker) => new Promise((resolve) => worker.once('message', resolve));
if (!isMainThread) {
  const inner = workerData === 'outer' && start('inner');
  if (inner) inner.once('message', () => parentPort.postMessage('ready'));
  else parentPort.postMessage('ready');
  parentPort.on('message', () => process.exit());
  if (workerData === 'busy') for (;;);
} else {
  const workers = ['outer', 'idle', 'busy'].map(start);
  Promise.all(workers.map(next)).then(() => console.log('threads run'));
  process.stdin.once('data', async () => {
    workers[1].postMessage('end');
    await new Promise((resolve) => workers[1].once('exit', resolve));
    await workers[2].terminate();
    console.log('threads ended');
  });
}
`;

describe('a program that is watched', () => {
  let project: Project;
  let measuring: () => Measuring;

  // With a port, the agent starts with the first file.
  useMeasuredProject(
    { 'package.json': '{}', 'src/blocked.js': BLOCKED, 'src/ending.js': ENDING, 'src/threads.js': THREADS },
    { COVER_FLUSH: 'off', COVERAGE_HTTP_PORT: '0' },
    (made) => {
      ({ project, measuring } = made);
    },
  );

  /** Yields each event with its highest counter; 0 if it has none. */
  async function* highestCounters(socket: string, query: string, signal: AbortSignal) {
    for await (const data of openAgentEvents(socket, `/v1/cover/events?process=self${query}`, signal)) {
      const event: unknown = JSON.parse(data);
      assert.ok(isCountersEvent(event));
      yield { event, highest: highestIn(event) };
    }
  }

  function highestIn({ files }: CountersEvent): number {
    return Math.max(0, ...files.flatMap(({ counters }) => counters.map(([, counter]) => counter)));
  }

  it('streams growing counters while a loop blocks its event loop', async () => {
    const program = startNode(project, ['src/blocked.js'], measuring().env);
    const agent = await agentOf(project, program);
    const gone = new AbortController();
    let last = -1;
    let events = 0;
    for await (const { highest } of highestCounters(agent.socket, '&interval=100', gone.signal)) {
      assert.ok(highest > last, `${highest} follows ${last}`);
      last = highest;
      events += 1;
      if (events === 5) gone.abort();
    }
    assert.equal(events, 5);
    process.kill(program.pid, 'SIGKILL');
    await program.exitCode;
  });

  it('names the new epoch in its events after a reset, and goes on counting since its start', async () => {
    const program = startNode(project, ['src/blocked.js'], measuring().env);
    const agent = await agentOf(project, program);
    const gone = new AbortController();
    const { signal } = gone;
    const epochs = highestCounters(agent.socket, '&interval=100', signal);
    const first = (await epochs.next()).value?.event ?? assert.fail();
    await agent.startSession('checkout');
    await agent.reset();
    const { epoch } = await agent.status();
    assert.notEqual(first.epoch, epoch.start);
    for await (const { event } of epochs) if (event.epoch === epoch.start) break;
    for (const query of ['&since=start', '&session=checkout'])
      for await (const { highest } of highestCounters(agent.socket, query, signal)) {
        if (highest > 0) break;
      }
    const map = JSON.parse(String(await agent.get('profile?session=checkout', 'application/json'))) as object;
    assert.deepEqual(Object.keys(map), [project.path('src/blocked.js')]);
    await agent.endSession('checkout');
    for (const path of ['profile?session=checkout', 'events?session=checkout'])
      await assert.rejects(agent.get(path), /failed with status 404: Cannot read session "checkout"/);
    gone.abort();
    process.kill(program.pid, 'SIGKILL');
    await program.exitCode;
  });

  it('ends by itself while it is watched, and so does the stream', async () => {
    const program = startNode(project, ['src/ending.js'], measuring().env);
    const agent = await agentOf(project, program);
    const events = highestCounters(agent.socket, '&interval=100', new AbortController().signal);
    await events.next();
    const next = events.next().catch((error: unknown) => error); // the connection may break
    program.endInput();
    assert.equal(await program.exitCode, 0, program.output());
    await next;
    assert.equal(program.stderr(), '');
  });

  it('has the number of its running threads in its status', async () => {
    const program = startNode(project, ['src/threads.js'], measuring().env);
    const agent = await agentOf(project, program);
    await program.printed(/threads run/);
    // The messages of the threads to the app and to the agent have no order.
    while ((await agent.status()).threads !== 5);
    program.type('end\n');
    await program.printed(/threads ended/);
    while ((await agent.status()).threads !== 3);
    process.kill(program.pid, 'SIGKILL');
    await program.exitCode;
  });
});
