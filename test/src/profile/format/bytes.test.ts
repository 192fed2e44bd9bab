/** Writing and reading the values that profile files consist of. */
import assert from 'node:assert/strict';
import { ByteReader } from '../../../../src/profile/format/byte-reader.js';
import { ByteWriter } from '../../../../src/profile/format/byte-writer.js';
import { EDGES } from '../../../support/profiles.js';

function written(write: (writer: ByteWriter) => void): Buffer {
  const writer = new ByteWriter();
  write(writer);
  return writer.written();
}

describe('writing and reading an integer', () => {
  for (const value of EDGES) {
    it(`returns ${value} unchanged`, () => {
      const bytes = written((writer) => writer.uint(value));
      assert.equal(bytes.length, Math.ceil(value.toString(2).length / 7));
      const reader = new ByteReader(bytes, 'x');
      assert.equal(reader.uint(), value);
      reader.end();
    });
  }

  it('uses unsigned LEB128', () => {
    assert.equal(written((writer) => writer.uint(624485)).toString('hex'), 'e58e26');
  });

  for (const value of [-1, 0.5, 2 ** 53, Number.NaN, Number.POSITIVE_INFINITY]) {
    it(`refuses to write ${value}`, () => {
      assert.throws(() => written((writer) => writer.uint(value)), {
        name: 'RangeError',
        message: `Invalid profile integer ${value}: expected an integer from 0 to 2^53 - 1.`,
      });
    });
  }

  const UNREADABLE: readonly [title: string, hex: string, message: RegExp][] = [
    ['2^53', '8080808080808010', /larger than 2\^53 - 1/],
    ['2^53 + 1, which a double cannot represent', '8180808080808010', /larger than 2\^53 - 1/],
    ['an integer of more than eight bytes', '80808080808080808001', /larger than 2\^53 - 1/],
    ['a truncated integer', '8080', /unexpected end of data/],
    ['a missing integer', '', /unexpected end of data/],
  ];

  for (const [title, hex, message] of UNREADABLE) {
    it(`refuses to read ${title}`, () => {
      const reader = new ByteReader(Buffer.from(hex, 'hex'), 'name of the file');
      assert.throws(() => reader.uint(), { name: 'CovermainError', code: 'PROFILE_CORRUPT', message });
    });
  }
});

describe('writing and reading a text', () => {
  for (const text of ['', 'plain', 'é終🙂\0"', 'x'.repeat(5000)]) {
    it(`returns ${JSON.stringify(text.slice(0, 10))} with ${text.length} units unchanged`, () => {
      const bytes = written((writer) => {
        writer.text(text);
        writer.uint(7);
      });
      const reader = new ByteReader(bytes, 'x');
      assert.equal(reader.text(), text);
      assert.equal(reader.uint(), 7);
    });
  }

  const UNREADABLE: readonly [title: string, hex: string, message: RegExp][] = [
    ['a text longer than the remaining data', '0361', /unexpected end of data/],
    ['invalid UTF-8', '02c328', /not valid UTF-8/],
  ];

  for (const [title, hex, message] of UNREADABLE) {
    it(`refuses to read ${title}`, () => {
      const reader = new ByteReader(Buffer.from(hex, 'hex'), 'x');
      assert.throws(() => reader.text(), { code: 'PROFILE_CORRUPT', message });
    });
  }
});

describe('writing and reading a blob', () => {
  for (const size of [0, 1, 127, 128, 100_000]) {
    it(`returns ${size} bytes unchanged`, () => {
      const blob = Uint8Array.from({ length: size }, (_, index) => index);
      const bytes = written((writer) => {
        writer.blob(blob);
        writer.uint(7);
      });
      const reader = new ByteReader(bytes, 'x');
      assert.deepEqual(reader.blob(), Buffer.from(blob));
      assert.equal(reader.uint(), 7);
      reader.end();
    });
  }

  it('refuses to read a blob longer than the remaining data', () => {
    assert.throws(() => new ByteReader(Buffer.from([3, 1, 2]), 'x').blob(), { code: 'PROFILE_CORRUPT' });
  });
});

describe('writing and reading a hash', () => {
  it('returns the same digits', () => {
    const bytes = written((writer) => writer.hex('00ff10', 3));
    assert.deepEqual([...bytes], [0, 255, 16]);
    assert.equal(new ByteReader(bytes, 'x').hex(3), '00ff10');
  });

  for (const digits of ['00ff', '00ff1', '00ff100f', '00FF10', '00fg10', '']) {
    it(`refuses to write "${digits}" as a hash of three bytes`, () => {
      assert.throws(() => written((writer) => writer.hex(digits, 3)), {
        name: 'RangeError',
        message: `Invalid hash "${digits}": expected 6 lower-case hexadecimal digits.`,
      });
    });
  }
});

describe('reading a list', () => {
  it('refuses a declared number of items above the remaining bytes', () => {
    const bytes = written((writer) => writer.uint(2 ** 40));
    const reader = new ByteReader(bytes, 'x');
    assert.throws(() => reader.count(), { code: 'PROFILE_CORRUPT', message: /unexpected end of data/ });
  });
});
