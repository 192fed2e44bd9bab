/** GitHub's runner reads the data of a workflow command as it was given. */
import assert from 'node:assert/strict';
import { formatWorkflowCommand } from '../../../src/platform/workflow-command.js';
import { parseWorkflowCommand } from '../../support/workflow-commands.js';

const TEXTS = [
  'src/a.js',
  'src/100%,b:c=d.js',
  'two\nlines\r\nand ::error::one more',
  'a::b%3A%0A%25',
  ' spaces ',
  'é終🙂',
];

describe('formatWorkflowCommand', () => {
  for (const text of TEXTS)
    it(`keeps ${JSON.stringify(text)} in a property and in the message`, () => {
      const line = formatWorkflowCommand('warning', { file: text, line: 3 }, `<${text}>`);
      assert.doesNotMatch(line, /[\r\n]/);
      assert.deepEqual(parseWorkflowCommand(line), {
        name: 'warning',
        properties: { file: text, line: '3' },
        message: `<${text}>`,
      });
    });

  it('shows characters that control a terminal, and commands of other CI systems, as text', () => {
    const line = formatWorkflowCommand('warning', { file: 'a\x1b[2J.js' }, '##vso[task.x] ##[error] \u202e');
    assert.equal(line, '::warning file=a\\x1b[2J.js::\\x23#vso[task.x] \\x23#[error] \\u202e');
  });
});
