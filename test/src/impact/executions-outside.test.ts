/** Executions are outside of sessions if the sessions, which may overlap, cannot have counted all of them. */
import assert from 'node:assert/strict';
import { mayHaveRunOutside, type SessionExecutions } from '../../../src/impact/executions-outside.js';
import { randomOf } from '../../support/profiles.js';

function timeOf(second: number): string {
  return new Date(second * 1000).toISOString();
}

function session(start: number, end: number, count: number): SessionExecutions {
  return { start: timeOf(start), end: timeOf(end), count };
}

describe('mayHaveRunOutside', () => {
  const CASES: readonly [
    title: string,
    total: number,
    sessions: readonly SessionExecutions[],
    outside: boolean,
  ][] = [
    ['no executions', 0, [session(0, 1, 0)], false],
    ['executions without sessions', 1, [], true],
    ['executions before the sessions', 3, [session(0, 1, 1), session(2, 3, 1)], true],
    ['sessions one after another', 3, [session(2, 3, 2), session(0, 1, 1)], false],
    ['sessions that count the same executions', 2, [session(0, 2, 2), session(1, 3, 2)], false],
    [
      'overlapping sessions that may have counted the same execution',
      2,
      [session(0, 2, 1), session(1, 3, 1)],
      true,
    ],
    ['a long session around short ones', 3, [session(0, 9, 3), session(1, 2, 1), session(3, 4, 2)], false],
    [
      'a session that ends in the millisecond in which the next starts',
      2,
      [session(0, 1, 1), session(1, 2, 1)],
      true,
    ],
    ['a run whose own profile lacks executions', 1, [session(0, 1, 2)], true],
  ];

  for (const [title, total, sessions, outside] of CASES)
    it(`returns ${outside} for ${title}`, () => assert.equal(mayHaveRunOutside(total, sessions), outside));

  for (let seed = 0; seed < 20; seed++)
    it(`finds all executions before the first session, among random sessions (seed ${seed})`, () => {
      const random = randomOf(seed);
      const moments = Array.from({ length: 1 + random(20) }, () => 1 + random(50));
      const sessions = Array.from({ length: 1 + random(6) }, () => {
        const start = 1 + random(50);
        const end = start + random(20);
        return session(start, end + 0.5, moments.filter((moment) => moment >= start && moment <= end).length);
      });
      assert.equal(mayHaveRunOutside(moments.length + 1, sessions), true);
    });
});
