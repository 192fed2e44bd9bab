/** Errors name the given value, the accepted values and an example, and docs/errors.md explains their codes. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { CovermainError, describeError, SettingError } from '../../../src/platform/errors.js';
import { REPOSITORY } from '../../support/project.js';

describe('a SettingError', () => {
  const refused = {
    name: 'COVER_COLOUR',
    given: 'a "deep"\nblue',
    accepted: 'one of red, green',
    example: 'red',
  };
  const error = new SettingError(refused);

  it('states in one line the given value, the accepted values and an example', () => {
    const given = '"a \\"deep\\"\\nblue"';
    assert.equal(
      error.message,
      `Invalid COVER_COLOUR ${given}: expected one of red, green. Example: COVER_COLOUR=red`,
    );
  });

  it('is a CovermainError with a code', () => {
    assert.ok(error instanceof CovermainError);
    assert.equal(error.name, 'SettingError');
    assert.equal(error.code, 'SETTING_INVALID');
  });

  it('keeps the name, the given value, the accepted values and the example as data', () => {
    assert.deepEqual(error.refused, refused);
  });
});

describe('a CovermainError', () => {
  it('keeps its cause', () => {
    const cause = new Error('port taken');
    const error = new CovermainError('CLOSE_FAILED', 'the app failed to close', { cause });
    assert.equal(error.cause, cause);
    assert.equal(String(error), 'CovermainError: the app failed to close');
  });
});

describe('describeError', () => {
  it('returns the stack of an error', () => {
    const error = new Error('no disk');
    assert.equal(describeError(error), error.stack);
  });

  it('returns the message of an error without a stack', () => {
    const error = new Error('no disk');
    delete error.stack;
    assert.equal(describeError(error), 'no disk');
  });

  for (const thrown of ['a text', 7, null, undefined]) {
    it(`returns ${String(thrown)} as text`, () => {
      assert.equal(describeError(thrown), String(thrown));
    });
  }
});

describe('docs/errors.md', () => {
  for (const code of errorCodes()) {
    it(`explains ${code} under a heading of its own`, () => {
      const headings = readFileSync(join(REPOSITORY, 'docs/errors.md'), 'utf8')
        .split('\n')
        .filter((line) => line.startsWith('## '));
      assert.ok(headings.includes(`## ${code}`), `there is no heading "## ${code}"`);
    });
  }
});

/** Reads the members of the union `ErrorCode` from the source, since types do not exist at run time. */
function errorCodes(): readonly string[] {
  const text = readFileSync(join(REPOSITORY, 'src/platform/errors.ts'), 'utf8');
  const union = /export type ErrorCode =([^;]+);/.exec(text)?.[1] ?? '';
  const codes = [...union.matchAll(/'([A-Z_]+)'/g)].map(([, code]) => String(code));
  assert.ok(codes.includes('SETTING_INVALID'), 'src/platform/errors.ts declares no union of codes');
  return codes;
}
