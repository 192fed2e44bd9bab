/** Refused commands exit with code 2, failed ones with code 1. */
import assert from 'node:assert/strict';
import { describeFailure } from '../../../src/cli/failure.js';
import { CovermainError, type ErrorCode, SettingError } from '../../../src/platform/errors.js';

describe('describeFailure', () => {
  const exitCodeOf = (code: ErrorCode) => describeFailure(new CovermainError(code, 'Text.')).exitCode;

  it('returns 2 for what was refused', () => {
    for (const code of [
      'INPUT_NOT_FOUND',
      'OUTPUT_EXISTS',
      'AGENT_NOT_FOUND',
      'AGENT_REFUSED',
      'GIT_REF_UNKNOWN',
    ] as const)
      assert.equal(exitCodeOf(code), 2, code);
    const refused = { name: 'COVER_DIR', given: '', accepted: 'a path', example: 'x' };
    assert.equal(describeFailure(new SettingError(refused)).exitCode, 2);
  });

  it('returns 1 for what failed', () => {
    for (const code of ['OUTPUT_NOT_WRITABLE', 'REPORTER_FAILED', 'AGENT_FAILED', 'GIT_FAILED'] as const)
      assert.equal(exitCodeOf(code), 1, code);
    assert.equal(describeFailure(new TypeError('x')).exitCode, 1);
  });
});
