import assert from 'node:assert/strict';
import { isOutOfSpace } from '../../../../src/center/store/out-of-space.js';
import { CovermainError } from '../../../../src/platform/errors.js';

describe('an error of a file system without space', () => {
  const causeOf = (code: string) => Object.assign(new Error(code), { code });

  it('is found among the causes of an error', () => {
    for (const code of ['ENOSPC', 'EDQUOT', 'EFBIG']) {
      const cause = causeOf(code);
      assert.ok(isOutOfSpace(cause));
      assert.ok(isOutOfSpace(new CovermainError('DIRECTORY_NOT_WRITABLE', 'x', { cause })));
    }
    assert.ok(!isOutOfSpace(new CovermainError('DIRECTORY_NOT_WRITABLE', 'x', { cause: causeOf('EACCES') })));
    assert.ok(!isOutOfSpace('ENOSPC'));
  });
});
