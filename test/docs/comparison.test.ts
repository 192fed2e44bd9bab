/** Tests how transcripts are read and compared. */
import assert from 'node:assert/strict';
import {
  executeSteps,
  isExpectedOutput,
  makeFixture,
  readBlocks,
  readSteps,
} from '../support/transcripts.js';

const PAGE = `# Page

\`\`\`js test=cart file=src/a.js
export {};
\`\`\`

\`\`\`console test=cart
$ echo one \\
  two
one two
$ false
$ echo $?
1
\`\`\`

\`\`\`console
$ not executed
\`\`\`
`;

describe('the blocks of a page', () => {
  it('are those whose info string has "test="', () => {
    assert.deepEqual(readBlocks(PAGE), [
      { line: 4, fixture: 'cart', file: 'src/a.js', text: 'export {};' },
      { line: 8, fixture: 'cart', file: undefined, text: PAGE.split('\n').slice(7, 13).join('\n') },
    ]);
  });

  it('are split into commands and their output', async () => {
    const [, block] = readBlocks(PAGE);
    assert.ok(block);
    const steps = readSteps(block);
    assert.deepEqual(steps, [
      { line: 8, command: 'echo one \\\n  two', output: ['one two'] },
      { line: 11, command: 'false', output: [] },
      { line: 12, command: 'echo $?', output: ['1'] },
    ]);
    const project = await makeFixture('cart');
    assert.deepEqual(await executeSteps(project, steps), ['one two\n', '', '1\n']);
    project.remove();
  });
});

describe('the output of a command', () => {
  const matches = (expected: string, printed: string) => isExpectedOutput(expected.split('\n'), printed);

  it('must be the same text', () => {
    assert.ok(matches('total 80.0%  4/5', 'total   80.0%  4/5\n'));
    assert.ok(!matches('total 80.0%  4/5', 'total 80.0%  3/5\n'));
    assert.ok(!matches('total', 'total\nmore\n'));
    assert.ok(!matches('total\nmore', 'total\n'));
    assert.ok(!matches('', 'warning\n'));
    assert.ok(!matches('a.b', 'a+b\n'));
  });

  it('can have any text in place of an ellipsis', () => {
    assert.ok(matches('a … z', 'a b z\n'));
    assert.ok(!matches('a … z', 'a\nz\n'));
    assert.ok(matches('a\n…\nz', 'a\nb\nc\nz\n'));
    assert.ok(matches('a\n…', 'a\n'));
    assert.ok(!matches('a\n…\nz', 'a\nb\n'));
  });

  it('can have other times, durations, process ids, ports and hashes', () => {
    const shown = 'pid 12 at 2026-11-20T10-22-13-098Z-e704d231 after 355ms on http://127.0.0.1:7777';
    assert.ok(
      matches(shown, 'pid 4711 at 2027-01-02T11-22-13-000Z-00aa1133 after 2s on http://127.0.0.1:8\n'),
    );
    assert.ok(!matches(shown, shown.replace('after 355ms', 'after a while')));
    assert.ok(!matches('12 files', '13 files\n'));
  });
});
