/** Tests what profiles and the run log contain of the arguments of a process. */
import assert from 'node:assert/strict';
import { ownRecordedArgv, recordedArgv, recordedCommand } from '../../../src/runtime/recorded-arguments.js';
import { ARGUMENT_RECORDINGS, argumentRecordingOf } from '../../../src/settings/arguments.js';
import { RUN } from '../../support/run-context.js';

const TOKEN = '0123456789abcdef';
const HTTP = { port: 1, host: '127.0.0.1', token: TOKEN, needsToken: true };
const GIVEN = {
  argv: ['/bin/node', '/app/main.js', '--password=x', `id-${TOKEN}`, 'plain'],
  execArgv: ['--title=y', '--env-file', 'token=z'],
};

describe('recording arguments', () => {
  const runWith = (argumentRecording: (typeof ARGUMENT_RECORDINGS)[number]) => ({
    ...RUN,
    argumentRecording,
    controls: { ...RUN.controls, http: HTTP },
  });

  it('keeps them all with COVER_ARGS=keep', () => {
    const run = runWith('keep');
    assert.deepEqual(recordedArgv(run, GIVEN), GIVEN.argv);
    assert.equal(
      recordedCommand(run, GIVEN),
      `node --title=y --env-file token=z /app/main.js --password=x id-${TOKEN} plain`,
    );
  });

  it('replaces recognized secrets and the value of COVER_TOKEN by default', () => {
    const run = runWith(argumentRecordingOf({}));
    assert.deepEqual(recordedArgv(run, GIVEN), [
      '/bin/node',
      '/app/main.js',
      '--password=***',
      'id-***',
      'plain',
    ]);
    assert.equal(
      recordedCommand(run, GIVEN),
      'node --title=y --env-file token=*** /app/main.js --password=*** id-*** plain',
    );
  });

  it('keeps only the program and its script with COVER_ARGS=omit', () => {
    const run = runWith('omit');
    assert.deepEqual(recordedArgv(run, GIVEN), ['/bin/node', '/app/main.js']);
    assert.equal(recordedCommand(run, GIVEN), 'node /app/main.js');
    for (const option of ['-e', '-p', '-pe', '--eval', '--print', '--eval=x']) {
      const evaluating = { argv: ['/bin/node', 'argument'], execArgv: [option, 'code'] };
      assert.deepEqual(recordedArgv(run, evaluating), ['/bin/node'], option);
      assert.equal(recordedCommand(run, evaluating), 'node');
    }
  });

  it('of this process returns the same list at each call', () => {
    const first = ownRecordedArgv(runWith('keep'));
    assert.deepEqual(first, process.argv);
    assert.equal(ownRecordedArgv(runWith('keep')), first);
  });

  it('refuses other values', () => {
    for (const name of ARGUMENT_RECORDINGS) assert.equal(argumentRecordingOf({ COVER_ARGS: name }), name);
    assert.throws(
      () => argumentRecordingOf({ COVER_ARGS: 'no' }),
      /Invalid COVER_ARGS "no": expected one of redact, keep, omit/,
    );
  });
});
