import assert from 'node:assert/strict';
import { shortenSessionName } from '../../../src/integration/session-name.js';
import { encodeSessionName } from '../../../src/profile/store/session-directories.js';

describe('shortening the name of a session', () => {
  it('keeps a name that a directory can have', () => {
    const name = 'chromium cart.spec.ts Cart adds an item';
    assert.equal(shortenSessionName(name), name);
  });

  it('keeps the beginning of a longer name, and adds a hash', () => {
    assert.match(shortenSessionName('adds an item '.repeat(20)), /^(adds an item )+.* [0-9a-f]{8}$/);
  });

  it('returns different names for long names with the same beginning', () => {
    const [one, two] = ['1', '2'].map((end) => shortenSessionName('x'.repeat(300) + end));
    assert.notEqual(one, two);
  });

  for (const name of ['é'.repeat(200), '🙂'.repeat(100), 'A'.repeat(1_000)]) {
    it(`returns a valid name for ${name.length} units of ${JSON.stringify(name.slice(0, 2))}`, () => {
      const short = shortenSessionName(name);
      assert.doesNotThrow(() => encodeSessionName(short));
      assert.ok(short.length > 20);
    });
  }

  it('replaces half of a character, which services cannot get', () => {
    const short = shortenSessionName('cut \ud83d');
    assert.equal(short, 'cut \ufffd');
    assert.doesNotThrow(() => encodeURIComponent(short));
    assert.doesNotThrow(() => encodeURIComponent(shortenSessionName('\ud83d'.repeat(500))));
  });

  it('leaves a name of another type to the check of names', () => {
    for (const name of [undefined, 1, null] as unknown as string[])
      assert.throws(() => encodeSessionName(shortenSessionName(name)), { code: 'SESSION_NAME' });
  });

  it('leaves an empty name to the check of names', () => {
    assert.equal(shortenSessionName(''), '');
  });
});
