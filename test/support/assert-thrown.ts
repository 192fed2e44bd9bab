/** Errors that promises are rejected by. */
import assert from 'node:assert/strict';
import { CovermainError, type ErrorCode } from '../../src/platform/errors.js';

/** @returns the error, which has that code and such a message */
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
