/** Server-sent events of the counters of a run. */
import assert from 'node:assert/strict';
import type { CountersEvent } from '../../src/agent/peers/counters-event.js';
import { parseEvents } from '../../src/agent/peers/event-stream.js';
import { agentOf } from '../support/live-agents.js';
import { type Measuring, prepareMeasuring } from '../support/measured-programs.js';
import { urlOf } from '../support/port-url.js';
import { freePort } from '../support/ports.js';
import { MEMBER, PROCESS_TREE_FILES, startProcessTree } from '../support/process-tree.js';
import { killLeftPrograms } from '../support/program.js';
import { makeProject, type Project } from '../support/project.js';

/** Milliseconds; timers may be early by one. */
const LEAST = 499;

describe('the events of a run', () => {
  let project: Project;
  let measuring: Measuring;

  before(async () => {
    project = makeProject({ 'package.json': '{}', ...PROCESS_TREE_FILES });
    const env = { COVER_FLUSH: 'off', COVERAGE_HTTP_PORT: `${await freePort()}` };
    measuring = (await prepareMeasuring(project, env))();
  });

  afterEach(killLeftPrograms);
  after(() => project.remove());

  it('contain the changed counters of each process, at most twice a second', async () => {
    const family = startProcessTree(project, measuring);
    const pids = [await family.add(), await family.add()];
    await family.hit(0, 1);
    await family.hit(1, 2);
    const url = await urlOf(await agentOf(project, family.program, pids[0]));
    const gone = new AbortController();
    const response = await fetch(`${url}/v1/cover/events`, { signal: gone.signal });
    assert.equal(response.headers.get('content-type'), 'text/event-stream; charset=utf-8');

    const events: CountersEvent[] = [];
    /** Counters from the events, by pid, meta and probe. */
    const told = new Map(pids.map((pid) => [pid, new Map<string, number>()]));
    const stream = response.body as ReadableStream<Uint8Array>;
    const chunks = stream.pipeThrough(new TextDecoderStream());
    const source = parseEvents(chunks as unknown as AsyncIterable<string>)[Symbol.asyncIterator]();

    /** Takes events until they have told that a process hit so often. */
    const takeUntil = async (pid: number | undefined, hits: number): Promise<void> => {
      while (![...(told.get(pid ?? 0)?.values() ?? [])].includes(hits)) {
        const { done, value } = await source.next();
        assert.ok(!done, 'the stream has ended');
        assert.equal(value.name, 'counters');
        take(JSON.parse(value.data) as CountersEvent);
      }
    };
    const take = (event: CountersEvent) => {
      events.push(event);
      const known = told.get(event.pid);
      assert.ok(known, `process ${event.pid} is none of the run`);
      assert.ok(event.files.length > 0);
      for (const { path, meta, counters } of event.files) {
        assert.equal(path, MEMBER);
        assert.ok(counters.length > 0);
        for (const [probe, counter] of counters) {
          assert.notEqual(counter, known.get(`${meta} ${probe}`) ?? 0, 'it has not changed');
          known.set(`${meta} ${probe}`, counter);
        }
      }
    };

    await takeUntil(pids[0], 1);
    await takeUntil(pids[1], 2);
    for (const [index, hits] of [
      [0, 21],
      [1, 22],
      [1, 42],
      [0, 41],
    ] as const) {
      // Faster than the events.
      for (let times = 0; times < 20; times++) await family.hit(index, 1);
      await takeUntil(pids[index], hits);
    }
    for (const pid of pids) {
      const times = events.filter((event) => event.pid === pid).map(({ time }) => Date.parse(time));
      assert.ok(times.length >= 3);
      for (const [index, time] of times.slice(1).entries())
        assert.ok(time - (times[index] ?? 0) >= LEAST, `${pid} tells at ${times.join(', ')}`);
    }
    gone.abort();
    family.program.endInput();
    assert.equal(await family.program.exitCode, 0, family.program.output());
    assert.equal(family.program.stderr(), '');
  });
});
