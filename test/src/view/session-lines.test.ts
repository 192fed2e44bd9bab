/** Finding the sessions that ran lines. */
import assert from 'node:assert/strict';
import { countSessionLines, mainSessionOf } from '../../../src/view/session-lines.js';

const ITEMS = {
  statements: [[1, 0, 1, 9] as const, [1, 4, 1, 9] as const, [3, 0, 3, 9] as const],
  functions: [{ name: 'f', declaration: [2, 0, 2, 1] as const, body: [2, 4, 3, 9] as const }],
  branches: [{ kind: 'if', range: [3, 0, 3, 9] as const, arms: [[9, 0, 9, 1] as const, null] }],
};

const read = (...sessions: readonly (readonly [string, readonly (readonly [number, number])[]])[]) =>
  countSessionLines(ITEMS, { sessions: sessions.map(([name, counts]) => ({ name, counts })) });

describe('finding the sessions that ran a line', () => {
  it('returns the highest count of the statements that begin on the line', () => {
    const lines = read(
      [
        'login',
        [
          [0, 2],
          [1, 7],
          [4, 99],
          [2, 1],
        ],
      ],
      ['__proto__', [[1, 3]]],
    );
    assert.deepEqual(lines.get(1), [
      { name: 'login', count: 7 },
      { name: '__proto__', count: 3 },
    ]);
    assert.deepEqual(lines.get(3), [{ name: 'login', count: 1 }]);
  });

  it('uses functions and arms on lines without statements', () => {
    assert.deepEqual([...read(['a', [[3, 5]]])], [[2, [{ name: 'a', count: 5 }]]]);
  });

  it('ignores counts of items that do not exist, and values that are no counts', () => {
    const bad = [
      [99, 1],
      [-1, 1],
      [0, 0],
      [0, -1],
      [0, Number.NaN],
      [0, 'x'],
    ] as [number, number][];
    assert.equal(read(['a', bad]).size, 0);
  });

  it('prefers the session with the highest count, and the first one of equal ones', () => {
    const hits = [3, 5, 5].map((count, index) => ({ name: `${index}`, count }));
    assert.equal(mainSessionOf(hits)?.name, '1');
    assert.equal(mainSessionOf([]), undefined);
  });
});
