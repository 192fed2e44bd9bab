/** Unexpected errors are one sentence with a remedy; their stacks are shown only on request. */
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { CovermainError } from '../../../src/platform/errors.js';
import { describeUnexpected } from '../../../src/platform/unexpected-error.js';

const FILE = fileURLToPath(import.meta.url);

describe('describeUnexpected', () => {
  afterEach(() => {
    delete process.env.COVER_LOG;
  });

  function thrownBy(act: () => unknown): unknown {
    try {
      act();
    } catch (error) {
      return error;
    }
    assert.fail('nothing was thrown');
  }

  it('returns the message of a CovermainError', () => {
    assert.equal(textOf(new CovermainError('GIT_FAILED', 'Git failed.')), 'Git failed.');
  });

  it('begins with the context, and indents the stack, so that no line of a message looks like one of covermain', () => {
    process.env.COVER_LOG = 'debug';
    const [first, ...stack] = describeUnexpected(new CovermainError('GIT_FAILED', 'a\nb'), 'Failed: ');
    assert.equal(first, 'Failed: a\nb');
    assert.ok(stack.length > 1 && stack.every((line) => line.startsWith('  ')), stack.join('\n'));
  });

  it('adds a remedy to errors of the operating system', () => {
    const notDirectory = thrownBy(() => readdirSync(FILE));
    assert.equal(
      textOf(notDirectory),
      `ENOTDIR: not a directory, scandir '${FILE}'. Check that no file has the path of a directory.`,
    );
    const full = Object.assign(new Error('ENOSPC: no space left on device, write'), {
      code: 'ENOSPC',
      syscall: 'write',
    });
    assert.equal(textOf(full), 'ENOSPC: no space left on device, write. Free disk space.');
    const rare = Object.assign(new Error('EXDEV: cross-device link'), { code: 'EXDEV', syscall: 'rename' });
    assert.match(textOf(rare), /^EXDEV: cross-device link\. Correct this/);
  });

  it('calls everything else an internal error that should be reported', () => {
    const internal = thrownBy(() => (undefined as unknown as { event: string }).event);
    assert.match(
      textOf(internal),
      /^Internal error of covermain: TypeError: Cannot read .*\. Please report it, .*COVER_LOG=debug\.$/,
    );
    assert.match(textOf('text'), /^Internal error of covermain: text\. Please/);
    assert.match(textOf(undefined), /^Internal error of covermain: undefined\. Please/);
  });

  it('shows the stacks of an error and of its causes with COVER_LOG=debug only', () => {
    const cause = thrownBy(() => readFileSync('/no/such/file'));
    const error = new CovermainError('CLOSE_FAILED', 'The app failed to close.', { cause });
    assert.doesNotMatch(textOf(error), /\n/);
    process.env.COVER_LOG = 'debug';
    assert.match(
      textOf(error),
      /^The app failed to close\.\n {2}CovermainError: The app.*\n +at (.*\n)+ {2}Error: ENOENT.*\n +at /,
    );
  });
});

function textOf(error: unknown): string {
  return describeUnexpected(error).join('\n');
}
