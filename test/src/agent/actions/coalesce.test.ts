/** Tests that concurrent calls share a run, and that no call gets a run that started before it. */
import assert from 'node:assert/strict';
import { coalesceCalls } from '../../../../src/agent/actions/coalesce.js';

/** Returns an action whose runs the test ends one by one. */
function openAction() {
  const runs: { readonly succeed: () => void; readonly fail: () => void }[] = [];
  const act = () =>
    new Promise<number>((resolve, reject) => {
      const number = runs.length + 1;
      runs.push({ succeed: () => resolve(number), fail: () => reject(new Error(`run ${number}`)) });
    });
  return { runs, ask: coalesceCalls(act) };
}

describe('coalescing calls', () => {
  it('starts a run immediately for the first call', async () => {
    const { runs, ask } = openAction();
    const first = ask();
    assert.equal(runs.length, 1);
    runs[0]?.succeed();
    assert.equal(await first, 1);
  });

  it('starts one run for all calls that came during the first run', async () => {
    const { runs, ask } = openAction();
    const [first, ...others] = [ask(), ask(), ask(), ask()];
    assert.equal(runs.length, 1);
    runs[0]?.succeed();
    assert.equal(await first, 1);
    assert.equal(runs.length, 2);
    runs[1]?.succeed();
    assert.deepEqual(await Promise.all(others), [2, 2, 2]);
  });

  it('starts a third run for calls that came during the second', async () => {
    const { runs, ask } = openAction();
    const [first, second] = [ask(), ask()];
    runs[0]?.succeed();
    await first;
    const third = ask();
    assert.equal(runs.length, 2);
    runs[1]?.succeed();
    assert.equal(await second, 2);
    runs[2]?.succeed();
    assert.equal(await third, 3);
  });

  it('starts a new run for a call after all runs have ended', async () => {
    const { runs, ask } = openAction();
    for (const number of [1, 2, 3]) {
      const asked = ask();
      runs[number - 1]?.succeed();
      assert.equal(await asked, number);
    }
    assert.equal(runs.length, 3);
  });

  it('rejects only the calls that share the failed run', async () => {
    const { runs, ask } = openAction();
    const [first, ...others] = [ask(), ask(), ask()];
    runs[0]?.fail();
    await assert.rejects(first ?? assert.fail(), /run 1/);
    runs[1]?.succeed();
    assert.deepEqual(await Promise.all(others), [2, 2]);
    const last = ask();
    runs[2]?.fail();
    await assert.rejects(last, /run 3/);
  });
});
