/** `covermain run` without options does what it does when commander parses its arguments. */
import assert from 'node:assert/strict';
import { Command } from 'commander';
import { DEFAULT_RUN_FLAGS, findPlainCommand } from '../../../src/cli/run-program.js';
import { addRunReportOptions, addSettingOptions } from '../../../src/cli/setting-options.js';

describe('the arguments of covermain run', () => {
  it('need no parser if the command comes first', () => {
    assert.deepEqual(findPlainCommand(['run', 'node', 'app.js', '--port', '1']), [
      'node',
      'app.js',
      '--port',
      '1',
    ]);
    assert.deepEqual(findPlainCommand(['run', 'npm', 'start', '--', '-v']), ['npm', 'start', '--', '-v']);
    assert.deepEqual(findPlainCommand(['run', '--', '-odd', '--', 'x']), ['-odd', '--', 'x']);
    assert.deepEqual(findPlainCommand(['run', '--']), []);
  });

  it('need a parser if an option comes first, or nothing', () => {
    for (const args of [
      ['run'],
      ['run', '--json', 'node'],
      ['run', '-h'],
      ['run', '-'],
      ['manual', 'x'],
      ['--help', 'run'],
      [],
    ])
      assert.equal(findPlainCommand(args), undefined, args.join(' '));
  });

  it('have the same defaults with and without the parser', async () => {
    const run = addSettingOptions(addRunReportOptions(new Command('run'))).action(() => {});
    await run.parseAsync([], { from: 'user' });
    assert.deepEqual(run.opts(), DEFAULT_RUN_FLAGS);
  });
});
