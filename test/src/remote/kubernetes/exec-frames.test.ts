import assert from 'node:assert/strict';
import { parseExecOutput } from '../../../../src/remote/kubernetes/exec-frames.js';

const MARKER = 'covermain 1';

function frame(head: unknown, body = ''): Buffer {
  const text = Buffer.from(JSON.stringify(head));
  const sizes = Buffer.alloc(8);
  sizes.writeUInt32BE(text.length, 0);
  sizes.writeUInt32BE(Buffer.byteLength(body), 4);
  return Buffer.concat([sizes, text, Buffer.from(body)]);
}

const END = frame({ end: true, problems: ['p'] });

function parse(...parts: readonly (Buffer | string)[]) {
  return parseExecOutput(Buffer.concat(parts.map((part) => Buffer.from(part))), MARKER);
}

describe('the output of the script in a container', () => {
  it('has the responses of all runs', () => {
    const output = parse(`\n${MARKER}\n`, frame({ status: 200 }, 'one'), frame({ status: 404 }), END);
    assert.deepEqual(
      output?.responses.map(({ status, body }) => [status, body.toString()]),
      [
        [200, 'one'],
        [404, ''],
      ],
    );
    assert.deepEqual(output?.problems, ['p']);
  });

  it('can follow what preloaded programs print', () => {
    assert.deepEqual(parse('hello\n', `\n${MARKER}\n`, END)?.responses, []);
  });

  it('is absent without the marker', () => {
    assert.equal(parse('hello'), undefined);
    assert.equal(parse('\ncovermain 2\n', END), undefined);
  });

  it('is refused wherever it is cut', () => {
    const whole = Buffer.concat([frame({ status: 200 }, 'body'), END]);
    for (let length = 0; length < whole.length; length += 1)
      assert.throws(() => parse(`\n${MARKER}\n`, whole.subarray(0, length)), /incomplete/, `${length}`);
  });

  it('is refused if it is malformed', () => {
    const large = Buffer.alloc(8, 0xff);
    const heads = [null, [], 7, {}, { status: '200' }, { status: 99 }, { status: 600 }, { end: 1 }];
    for (const bad of [large, ...heads.map((head) => frame(head))])
      assert.throws(() => parse(`\n${MARKER}\n`, bad, END), /malformed/);
    assert.throws(() => parse(`\n${MARKER}\n`, Buffer.from([0, 0, 0, 1, 0, 0, 0, 0, 0x7b])), /JSON/);
  });
});
