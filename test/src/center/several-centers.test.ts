import assert from 'node:assert/strict';
import { readProfileDirectory } from '../../../src/profile/store/read-profile.js';
import { endAt, openTestCenter, pushOf, type TestCenter } from '../../support/center.js';
import { randomOf } from '../../support/profiles.js';

const PROCESSES = 20;
const PUSHES = 15;

describe('several centers that share a directory', () => {
  let centers: readonly TestCenter[];

  beforeEach(async () => {
    const first = await openTestCenter();
    centers = [first, await openTestCenter({ directory: first.directory })];
  });

  afterEach(async () => {
    for (const center of [...centers].reverse()) await center.end();
  });

  it('have the last counts of each process, whichever center it pushes to', async () => {
    const random = randomOf(7);
    const [{ directory }] = centers as [TestCenter];
    const pushAll = async (pid: number) => {
      for (let count = 1; count <= PUSHES; count++) {
        const { bytes } = pushOf([count, pid, 0], { pid, end: endAt(count) }, count > 1 ? { metas: [] } : {});
        const response = await centers[random(2)]?.push(`pod.${pid}`, bytes);
        assert.ok(response?.ok, `${response?.status}`);
        // A retry that reaches another center changes nothing.
        if (random(3) === 0)
          await centers[random(2)]?.push(`pod.${pid}`, pushOf([0, 0, 0], { pid, end: endAt(0) }).bytes);
      }
    };
    await Promise.all([...Array(PROCESSES).keys()].map((pid) => pushAll(pid + 1)));
    const { profiles, unreadable, metas } = readProfileDirectory(directory);
    assert.deepEqual(unreadable, []);
    assert.equal(metas.size, 1);
    assert.deepEqual(
      profiles
        .map(({ pid, files }) => [pid, files[0]?.counters[0]])
        .sort(([one = 0], [other = 0]) => one - other),
      [...Array(PROCESSES).keys()].map((pid) => [pid + 1, PUSHES]),
    );
  });

  it('know the services of each other', async () => {
    const [one, other] = centers as [TestCenter, TestCenter];
    await one.request('/v1/cover/register?name=a&address=http://127.0.0.1:1', { method: 'POST' });
    assert.deepEqual(await (await other.request('/v1/cover/list')).json(), { a: ['http://127.0.0.1:1'] });
  });
});
