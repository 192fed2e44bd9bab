/** Tests that requests of goc and goverage clients are accepted, and that invalid ones are refused with an example. */
import assert from 'node:assert/strict';
import { readProfileRequest } from '../../../../src/agent/http/profile-request.js';

const URL_WITHOUT = 'http://localhost/v1/cover/profile';

function read(body: unknown, query = '') {
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  return readProfileRequest(`${URL_WITHOUT}${query}`, Buffer.from(text));
}

/** Returns a hash that ends with a digit. */
const hashLike = (digit: string) => digit.padStart(32, '0');

const NOTHING = { skip: [], cover: [], have: new Set() };

describe('reading a profile request', () => {
  it("accepts goc's body, in which all values are null", () => {
    const body = { force: false, service: null, address: null, coverfile: null, skipfile: null };
    assert.deepEqual(read(body), NOTHING);
  });

  for (const body of ['', ' \r\n\t', '{}', '\ufeff{}']) {
    it(`treats ${JSON.stringify(body)} as an empty body`, () => assert.deepEqual(read(body), NOTHING));
  }

  it('accepts a string or an array of strings, with keys in any case', () => {
    const lists = {
      skipFile: ['a', 'b'],
      CoverFile: ['c'],
      Have: [hashLike('1'), `${hashLike('2')},${hashLike('3')}`],
    };
    assert.deepEqual(read(lists), {
      skip: ['a', 'b'],
      cover: ['c'],
      have: new Set(['1', '2', '3'].map(hashLike)),
    });
    assert.deepEqual(read({ skipfile: 'a', coverFILE: 'b', have: ['1', '2'].map(hashLike).join() }), {
      skip: ['a'],
      cover: ['b'],
      have: new Set(['1', '2'].map(hashLike)),
    });
  });

  it('combines the values of the query and of keys that differ only in case', () => {
    const [one, two, three] = ['1', '2', '3'].map(hashLike);
    const have = `have=${one},${two}&have=${three}`;
    const query = `?skipfile=a%2Bb&skipfile=c+d&SkipFile=e&coverfile=f&${have}&process=self&other=x`;
    assert.deepEqual(read({ skipfile: 'g', skipFile: ['h'] }, query), {
      skip: ['a+b', 'c d', 'e', 'g', 'h'],
      cover: ['f'],
      have: new Set(['1', '2', '3'].map(hashLike)),
    });
  });

  it('ignores hashes that no meta can have, and refuses more than 20,000', () => {
    const known = hashLike('1');
    const have = ['', 'x', '../x', known.toUpperCase().replace('1', 'A'), `${known}0`, known, known];
    assert.deepEqual(read({ have }), { ...NOTHING, have: new Set([known]) });
    assert.deepEqual(read({ have: ','.repeat(900_000) }), NOTHING);
    const many = Array.from({ length: 20_001 }, (_, index) => hashLike(String(index)));
    assert.throws(() => read({ have: many }), /"have" contains 20001 hashes/);
    assert.equal(read({ have: many.slice(1) }).have.size, 20_000);
  });

  it('ignores empty patterns, which would match every file', () => {
    assert.deepEqual(read({ skipfile: ['', 'a'], coverfile: '' }, '?skipfile=&coverfile='), {
      ...NOTHING,
      skip: ['a'],
    });
  });

  it('ignores unknown keys with any value', () => {
    const body = '{"__proto__": {"skipfile": ["a"]}, "constructor": 1, "toString": [2], "force": "yes"}';
    assert.deepEqual(read(body), NOTHING);
  });

  const REFUSED: readonly [body: string, message: RegExp][] = [
    ['{"skipfile": ', /not valid JSON/],
    ['skipfile=a', /not valid JSON/],
    ['["a"]', /an array/],
    ['null', /null/],
    ['"a"', /"a"/],
    ['7', /7/],
    ['{"skipfile": 7}', /"skipfile" contains 7 /],
    ['{"skipFile": ["a", 7]}', /"skipFile" contains 7 /],
    ['{"coverfile": ["a", null]}', /"coverfile" contains null /],
    ['{"coverfile": {"a": 1}}', /"coverfile" contains \{"a":1\} /],
    ['{"have": [["a"]]}', /"have" contains \["a"\] /],
  ];

  for (const [body, message] of REFUSED) {
    it(`refuses the body ${body} and describes what is expected`, () => {
      assert.throws(() => read(body), { status: 400, message });
      assert.throws(() => read(body), { message: /Expected an empty body or JSON\. Example: \{/ });
    });
  }

  it('refuses a body that is not UTF-8', () => {
    assert.throws(() => readProfileRequest(URL_WITHOUT, Buffer.from([0x7b, 0xff, 0x7d])), { status: 400 });
  });
});
