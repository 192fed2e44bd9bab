/** Asserts that promises reject with certain errors. */
import assert from 'node:assert/strict';
import { CovermainError, type ErrorCode } from '../../src/platform/errors.js';

/** Asserts that a promise rejects with this code and a matching message. @returns the error */
export async function assertThrown(
  promise: Promise<unknown>,
  code: ErrorCode,
  message: RegExp,
): Promise<CovermainError> {
  const error = await promise.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  assert.ok(error instanceof CovermainError, error === undefined ? 'nothing was thrown' : String(error));
  assert.equal(error.code, code);
  assert.match(error.message, message);
  return error;
}
