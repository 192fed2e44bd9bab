/** Scripts of data pass any text to the page, and run nothing else. */
import assert from 'node:assert/strict';
import { runInNewContext } from 'node:vm';
import { toDataScript, toListScript } from '../../../../src/report/page/data-script.js';

/** Runs a script, and returns what it passes to the receiver. */
function receive(script: string): readonly (readonly [name: string, data: unknown])[] {
  const received: (readonly [string, unknown])[] = [];
  const receiver = { add: (name: string, json: string) => received.push([name, JSON.parse(json)]) };
  const globals = { covermainReport: receiver };
  runInNewContext(script, globals);
  assert.deepEqual(Object.keys(globals), ['covermainReport']);
  return received;
}

const TEXTS = [
  '</script><script>alert(1)</script>',
  '<!-- <script> -->',
  '"); alert(1); ("',
  `'\\'\`$\{alert(1)}`,
  'line\u2028separators\u2029\r\n\0',
  '\u202eright to left\u202c \ud83d\ude00 lone \ud800 surrogate',
  '__proto__',
];

describe('a script of data', () => {
  for (const text of TEXTS)
    it(`passes ${JSON.stringify(text)} as text`, () => {
      const script = toDataScript('run', { [`key ${text}`]: [text] });
      assert.deepEqual(receive(script), [['run', { [`key ${text}`]: [text] }]]);
      assert.doesNotMatch(script, /[<\u2028\u2029\r\0]|\n./);
    });

  it('passes a property named __proto__ as an ordinary one', () => {
    const data: unknown = JSON.parse('{"__proto__":{"polluted":1}}');
    const [[, received] = []] = receive(toDataScript('run', data));
    assert.deepEqual(Object.keys(received as object), ['__proto__']);
    assert.equal((received as { polluted?: unknown }).polluted, undefined);
  });

  it('passes long lists in pieces', () => {
    const elements = Array.from({ length: 1_000 }, (_, index) => `[${index},"AA=="]`);
    const script = [...toListScript('session-1', elements)].join('');
    const list = elements.map((_, index) => [index, 'AA==']);
    assert.deepEqual(receive(script), [['session-1', list]]);
    assert.deepEqual(receive([...toListScript('table', [])].join('')), [['table', []]]);
  });
});
