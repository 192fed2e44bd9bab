/** What is refused of a session says which one, and what to do. */
import assert from 'node:assert/strict';
import { sessionIsRunning, sessionIsUnknown } from '../../../../src/agent/recording/session-errors.js';
import { CovermainError } from '../../../../src/platform/errors.js';

describe('what is said of a session', () => {
  for (const [what, make, code, message] of [
    [
      'that is open',
      sessionIsRunning,
      'SESSION_RUNNING',
      /^Cannot start session "a\\"b\\n": it is already open\. End it first/,
    ],
    [
      'that is not open',
      sessionIsUnknown,
      'SESSION_UNKNOWN',
      /^Cannot end session "a\\"b\\n": it is not open\. `covermain session list`/,
    ],
  ] as const) {
    it(`${what} names it in one line, with a code of its own`, () => {
      const error = make('a"b\n');
      assert.ok(error instanceof CovermainError);
      assert.equal(error.code, code);
      assert.match(error.message, message);
      assert.doesNotMatch(error.message, /\n/);
    });
  }
});
