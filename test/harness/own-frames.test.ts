/** Errors that leave the harness have no frames of the harness, and keep all others. */
import assert from 'node:assert/strict';
import { fileURLToPath } from 'node:url';
import { removeHarnessFrames, withoutOwnFrames } from '../../harness/own-frames.js';
import { CovermainError } from '../../src/platform/errors.js';

const OWN = new URL('../../harness/window.js', import.meta.url).href;
const STACK = [
  'Error: at last',
  '    at main (/app/main.js:1:2)',
  `    at openWindow (${OWN}:3:4)`,
  `    at async ${fileURLToPath(OWN)}:5:6`,
  '    at async end (/app/harness/end.js:7:8)',
];
const APP_STACK = [STACK[0], STACK[1], STACK[4]].join('\n');

describe('withoutOwnFrames', () => {
  it('leaves an error of covermain with its name and message alone', () => {
    const act = () => {
      throw new CovermainError('LOAD_UNSETTLED', 'It waits.');
    };
    assert.throws(() => withoutOwnFrames(act), { stack: 'CovermainError: It waits.' });
  });

  it('returns the value, and does not change an error of the app', () => {
    assert.equal(
      withoutOwnFrames(() => 7),
      7,
    );
    const error = Object.assign(new Error('x'), { stack: STACK.join('\n') });
    const act = () => {
      throw error;
    };
    assert.throws(() => withoutOwnFrames(act), { stack: STACK.join('\n') });
  });
});

describe('removeHarnessFrames', () => {
  it('keeps the frames of the app, also in causes that form a circle', () => {
    const cause = Object.assign(new Error('cause'), { stack: STACK.join('\n') });
    const error = Object.assign(new Error('x', { cause }), { stack: STACK.join('\n') });
    cause.cause = error;
    assert.equal(removeHarnessFrames(error), error);
    assert.deepEqual([error.stack, cause.stack], [APP_STACK, APP_STACK]);
  });

  it('returns frozen errors and other thrown values as they are', () => {
    const frozen = Object.freeze(Object.assign(new Error('x'), { stack: STACK.join('\n') }));
    for (const thrown of [frozen, 'text', null, undefined]) assert.equal(removeHarnessFrames(thrown), thrown);
    assert.equal(frozen.stack, STACK.join('\n'));
  });
});
