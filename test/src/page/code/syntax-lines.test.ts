import assert from 'node:assert/strict';
import { createSyntaxLines } from '../../../../src/page/code/syntax-lines.js';
import { splitSource } from '../../../../src/view/source-text.js';
import { runSteps } from '../../../../src/view/steps.js';

const LINES = 4000;
const TEXT = [
  '/* A comment',
  'of two lines */',
  'class Big {',
  ...Array.from({ length: LINES }, (_, index) => `  method${index}(a) { return \`x\${a}\` + '${index}'; }`),
  '}',
  'const last: number = 1;',
].join('\n');

describe('the syntax of lines', () => {
  it('has tokens of the first lines before the whole source is parsed', () => {
    const lines = splitSource(TEXT);
    const { tokensOf, parse } = createSyntaxLines('big.ts', TEXT, lines);
    assert.deepEqual(tokensOf(1), []);
    let calls = 0;
    const steps = parse(() => calls++);
    while (calls === 0) assert.equal(steps.next().done, false);
    assert.deepEqual(tokensOf(2), [{ start: 0, end: 15, name: 'comment' }]);
    const first = tokensOf(4);
    assert.deepEqual(first[0], { start: 15, end: 21, name: 'keyword' });
    assert.deepEqual(tokensOf(LINES), []);
    runSteps(steps);
    assert.equal(tokensOf(4), first);
    assert.equal(calls, 2);
  });

  it('has the same tokens wherever the parts of the parser end', () => {
    const lines = splitSource(TEXT);
    const { tokensOf, parse } = createSyntaxLines('big.ts', TEXT, lines);
    runSteps(parse(() => {}));
    for (let line = 4; line < 4 + LINES; line++)
      assert.deepEqual(
        tokensOf(line).map(({ name }) => name),
        ['keyword', 'string', 'string', 'string'],
        `line ${line}`,
      );
    assert.deepEqual(tokensOf(LINES + 5)[0], { start: 0, end: 5, name: 'keyword' });
  });

  it('has no tokens of a file in another language', () => {
    const { tokensOf, parse } = createSyntaxLines('a.css', 'if', splitSource('if'));
    runSteps(parse(() => assert.fail('no line has tokens')));
    assert.deepEqual(tokensOf(1), []);
  });
});
