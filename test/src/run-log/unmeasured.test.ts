/** Reasons why a file is not measured: codes from errors, and their wording. */
import assert from 'node:assert/strict';
import { CovermainError } from '../../../src/platform/errors.js';
import {
  describeUnmeasured,
  isLoadFailureCode,
  LOADED_BEFORE_HOOKS,
  toLoadFailure,
} from '../../../src/run-log/unmeasured.js';

describe('the reason why a file is not measured', () => {
  it('is a syntax error if the parser refuses the file', () => {
    const error = new CovermainError('SOURCE_NOT_PARSED', 'Unexpected token (2:1)');
    const failure = toLoadFailure(error);
    assert.deepEqual(failure, { code: 'not-parsed', detail: 'Unexpected token (2:1)' });
    assert.equal(describeUnmeasured(failure), 'it cannot be parsed: Unexpected token (2:1)');
  });

  it('is its size if a profile cannot store its counts', () => {
    const failure = toLoadFailure(
      new CovermainError('SOURCE_NOT_STORABLE', 'its 5 probes exceed the limit of 4'),
    );
    assert.equal(failure.code, 'not-storable');
    assert.equal(
      describeUnmeasured(failure),
      'a profile cannot store its counts: its 5 probes exceed the limit of 4',
    );
    assert.equal(isLoadFailureCode(failure.code), true);
  });

  it('is an unreadable file for any other error', () => {
    const failure = toLoadFailure(new Error('ENOENT'));
    assert.deepEqual(failure, { code: 'unreadable', detail: 'ENOENT' });
    assert.equal(describeUnmeasured(failure), 'it or its source map cannot be read: ENOENT');
  });

  it('is worded without a detail if there is none', () => {
    assert.equal(describeUnmeasured(LOADED_BEFORE_HOOKS), "it was loaded before covermain's hooks");
    assert.match(describeUnmeasured({ code: 'not-loaded', detail: null }), /"all" to false$/);
    assert.match(describeUnmeasured({ code: 'binary', detail: null }), /^Git treats it as a binary file/);
  });
});
