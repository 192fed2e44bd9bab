import assert from 'node:assert/strict';
import { createWorkQueue } from '../../../../src/page/state/work-queue.js';

/** Yields longer than a slice lasts, and notes its name with each step. */
function* work(name: string, steps: number, done: string[]): Generator<void, void> {
  for (let step = 0; step < steps; step++) {
    done.push(name);
    yield;
  }
}

const taskEnd = () => new Promise((resolve) => setTimeout(resolve, 0));

describe('the work queue of the page', () => {
  const global = globalThis as { document?: unknown };

  before(() => {
    global.document = { hidden: false };
  });

  after(() => {
    delete global.document;
  });

  it('does nothing at once, then work in order, with urgent work first', async () => {
    const done: string[] = [];
    const [idle, urgent] = [createWorkQueue('idle'), createWorkQueue('urgent')];
    idle.add(work('idle', 1, done));
    urgent.add(work('first', 2, done));
    urgent.add(work('second', 1, done));
    assert.deepEqual(done, []);
    while (done.length < 4) await taskEnd();
    assert.deepEqual(done, ['first', 'first', 'second', 'idle']);
  });

  it('pauses long work, so that other tasks run before its end', async () => {
    const queue = createWorkQueue('urgent');
    let [isDone, pauses] = [false, 0];
    queue.add(
      (function* () {
        for (const end = performance.now() + 60; performance.now() < end; ) yield;
        isDone = true;
      })(),
    );
    for (; !isDone; pauses++) await taskEnd();
    assert.ok(pauses > 2, `${pauses} pauses`);
  });

  it('drops the work of a queue that is cleared, and keeps that of others', async () => {
    const done: string[] = [];
    const [cleared, kept] = [createWorkQueue('urgent'), createWorkQueue('urgent')];
    cleared.add(work('cleared', 1, done));
    kept.add(work('kept', 1, done));
    cleared.clear();
    while (done.length < 1) await taskEnd();
    assert.deepEqual(done, ['kept']);
  });
});
