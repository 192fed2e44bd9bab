/** Integers, texts and hashes are read as they were written, and nothing is read that cannot have been. */
import assert from 'node:assert/strict';
import { ByteReader } from '../../../../src/profile/format/byte-reader.js';
import { ByteWriter } from '../../../../src/profile/format/byte-writer.js';
import { EDGES } from '../../../support/profiles.js';

function written(write: (writer: ByteWriter) => void): Buffer {
  const writer = new ByteWriter();
  write(writer);
  return writer.written();
}

describe('an integer', () => {
  for (const value of EDGES) {
    it(`is read as it was written: ${value}`, () => {
      const bytes = written((writer) => writer.uint(value));
      assert.equal(bytes.length, Math.ceil(value.toString(2).length / 7));
      const reader = new ByteReader(bytes, 'x');
      assert.equal(reader.uint(), value);
      reader.end();
    });
  }

  it('is an unsigned LEB128', () => {
    assert.equal(written((writer) => writer.uint(624485)).toString('hex'), 'e58e26');
  });

  for (const value of [-1, 0.5, 2 ** 53, Number.NaN, Number.POSITIVE_INFINITY]) {
    it(`cannot be written if it is ${value}`, () => {
      assert.throws(() => written((writer) => writer.uint(value)), {
        name: 'RangeError',
        message: `a profile holds integers from 0 to 2^53 - 1, not ${value}`,
      });
    });
  }

  const UNREADABLE: readonly [what: string, hex: string, message: RegExp][] = [
    ['of 2^53', '8080808080808010', /larger than 2\^53 - 1/],
    ['of 2^53 + 1, which doubles have not', '8180808080808010', /larger than 2\^53 - 1/],
    ['of more than eight bytes', '80808080808080808001', /larger than 2\^53 - 1/],
    ['that is cut short', '8080', /ends too early/],
    ['that is missing', '', /ends too early/],
  ];

  for (const [what, hex, message] of UNREADABLE) {
    it(`cannot be read ${what}`, () => {
      const reader = new ByteReader(Buffer.from(hex, 'hex'), 'name of the file');
      assert.throws(() => reader.uint(), { name: 'CovermainError', code: 'PROFILE_CORRUPT', message });
    });
  }
});

describe('a text', () => {
  for (const text of ['', 'plain', 'é終🙂\0"', 'x'.repeat(5000)]) {
    it(`is read as it was written: ${JSON.stringify(text.slice(0, 10))}, ${text.length} units`, () => {
      const bytes = written((writer) => {
        writer.text(text);
        writer.uint(7);
      });
      const reader = new ByteReader(bytes, 'x');
      assert.equal(reader.text(), text);
      assert.equal(reader.uint(), 7);
    });
  }

  const UNREADABLE: readonly [what: string, hex: string, message: RegExp][] = [
    ['longer than what is left', '0361', /ends too early/],
    ['not UTF-8', '02c328', /not UTF-8/],
  ];

  for (const [what, hex, message] of UNREADABLE) {
    it(`cannot be read if it is ${what}`, () => {
      const reader = new ByteReader(Buffer.from(hex, 'hex'), 'x');
      assert.throws(() => reader.text(), { code: 'PROFILE_CORRUPT', message });
    });
  }
});

describe('a blob', () => {
  for (const size of [0, 1, 127, 128, 100_000]) {
    it(`is read as it was written: ${size} bytes`, () => {
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

  it('cannot be read if it is longer than what is left', () => {
    assert.throws(() => new ByteReader(Buffer.from([3, 1, 2]), 'x').blob(), { code: 'PROFILE_CORRUPT' });
  });
});

describe('a hash', () => {
  it('is read as it was written', () => {
    const bytes = written((writer) => writer.hex('00ff10', 3));
    assert.deepEqual([...bytes], [0, 255, 16]);
    assert.equal(new ByteReader(bytes, 'x').hex(3), '00ff10');
  });

  for (const digits of ['00ff', '00ff1', '00ff100f', '00FF10', '00fg10', '']) {
    it(`of three bytes cannot be written as "${digits}"`, () => {
      assert.throws(() => written((writer) => writer.hex(digits, 3)), {
        name: 'RangeError',
        message: `a profile holds a hash of 3 bytes here, not "${digits}"`,
      });
    });
  }
});

describe('a list', () => {
  it('cannot have more items than there are bytes, whatever it says', () => {
    const bytes = written((writer) => writer.uint(2 ** 40));
    const reader = new ByteReader(bytes, 'x');
    assert.throws(() => reader.count(), { code: 'PROFILE_CORRUPT', message: /ends too early/ });
  });
});
