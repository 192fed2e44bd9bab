/** Tests that errors about sessions name the session and the remedy. */
import assert from 'node:assert/strict';
import {
  sessionIsRunning,
  sessionIsUnknown,
  sessionsAreTooMany,
} from '../../../../src/agent/recording/session-errors.js';
import { CovermainError } from '../../../../src/platform/errors.js';

describe('the error for a session', () => {
  for (const [title, make, code, message] of [
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
    [
      'above the maximum',
      (name: string) => sessionsAreTooMany(name, 64),
      'SESSION_LIMIT',
      /^Cannot start session "a\\"b\\n": 64 sessions are open.* End one first, or run `covermain session start`/,
    ],
  ] as const) {
    it(`${title} names the session in one line and has its own code`, () => {
      const error = make('a"b\n');
      assert.ok(error instanceof CovermainError);
      assert.equal(error.code, code);
      assert.match(error.message, message);
      assert.doesNotMatch(error.message, /\n/);
    });
  }
});
