/** Tests what runners print of failed programs. */
import assert from 'node:assert/strict';
import { inspect } from 'node:util';
import { executeWithCoverage, type ProgramError } from '../../src/integration/index.js';

describe('the error of a program', () => {
  it('has the line of the test in its stack', async () => {
    const error = await failureOf(executeWithCoverage('node', ['-e', 'process.exit(3)']));
    assert.match(error.stack ?? '', /\n +at .*integration-errors\.test/);
    assert.equal(error.exitCode, 3);
  });

  it('shows its outputs once, and hides the details that its message contains', async () => {
    const error = await failureOf(
      executeWithCoverage('node', ['-e', "console.log('printed'); process.exit(3)"]),
    );
    const shown = inspect(error);
    assert.equal(shown.split('printed\n').length, 2, shown);
    assert.match(shown, /exitCode: 3/);
    assert.doesNotMatch(shown, /escapedCommand|pipedFrom|stdio/);
    assert.equal(error.stdout, 'printed');
  });

  it('has empty outputs if the command does not exist', async () => {
    const { code, stdout, stderr } = await failureOf(executeWithCoverage('no-such-command'));
    assert.deepEqual({ code, stdout, stderr }, { code: 'ENOENT', stdout: '', stderr: '' });
  });

  it('has the reason of Node if it refuses the command', async () => {
    const program = executeWithCoverage('');
    const waiting = assert.rejects(program.waitForOutput('ready'), { code: 'OUTPUT_MISSING' });
    const { code, stdout, stack } = await failureOf(program);
    assert.deepEqual({ code, stdout }, { code: 'ERR_INVALID_ARG_VALUE', stdout: '' });
    assert.match(stack ?? '', /\n +at .*integration-errors\.test/);
    await waiting;
    assert.equal((await program.stop()).failed, true);
  });

  it('has the line of the test in its stack if an output is missing', async () => {
    await using program = executeWithCoverage('node', ['-e', 'setInterval(() => {}, 1000)']);
    const error = await program.waitForOutput(/ready/, { timeout: 1 }).catch((reason: Error) => reason);
    assert.ok(error instanceof Error);
    assert.match(error.stack ?? '', /^.*has not printed(?:.*\n)+? +at .*integration-errors\.test/);
  });
});

async function failureOf(program: PromiseLike<unknown>): Promise<ProgramError> {
  try {
    await program;
  } catch (error) {
    return error as ProgramError;
  }
  throw new Error('the program did not fail');
}
