/** Many who ask at the same time share an action, and none of them one that began before they asked. */
import assert from 'node:assert/strict';
import { coalesceCalls } from '../../../../src/agent/actions/coalesce.js';

/** An action that the test ends, run by run. */
function openAction() {
  const runs: { readonly succeed: () => void; readonly fail: () => void }[] = [];
  const act = () =>
    new Promise<number>((resolve, reject) => {
      const number = runs.length + 1;
      runs.push({ succeed: () => resolve(number), fail: () => reject(new Error(`run ${number}`)) });
    });
  return { runs, ask: coalesceCalls(act) };
}

describe('coalesce', () => {
  it('acts at once for the first', async () => {
    const { runs, ask } = openAction();
    const first = ask();
    assert.equal(runs.length, 1);
    runs[0]?.succeed();
    assert.equal(await first, 1);
  });

  it('acts once more for all who ask meanwhile, when the first is done', async () => {
    const { runs, ask } = openAction();
    const [first, ...others] = [ask(), ask(), ask(), ask()];
    assert.equal(runs.length, 1);
    runs[0]?.succeed();
    assert.equal(await first, 1);
    assert.equal(runs.length, 2);
    runs[1]?.succeed();
    assert.deepEqual(await Promise.all(others), [2, 2, 2]);
  });

  it('has those wait for a third who ask during the second', async () => {
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

  it('acts anew for whoever asks when all is done', async () => {
    const { runs, ask } = openAction();
    for (const number of [1, 2, 3]) {
      const asked = ask();
      runs[number - 1]?.succeed();
      assert.equal(await asked, number);
    }
    assert.equal(runs.length, 3);
  });

  it('tells those alone of a failure whose run it was', async () => {
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
