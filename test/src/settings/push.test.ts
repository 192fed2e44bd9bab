import assert from 'node:assert/strict';
import { SettingError } from '../../../src/platform/errors.js';
import { controlsOf } from '../../../src/settings/controls.js';
import { pushOf } from '../../../src/settings/push.js';
import { hidePushSecrets } from '../../../src/settings/push-url.js';

describe('pushOf', () => {
  const refusal = (environment: Readonly<Record<string, string>>): SettingError => {
    try {
      pushOf(environment);
    } catch (error) {
      assert.ok(error instanceof SettingError);
      return error;
    }
    return assert.fail('the value was accepted');
  };

  it('is off by default', () => {
    assert.equal(pushOf({}), null);
  });

  it('reads all settings', () => {
    const url = 'https://h/{pod}/{run}.{pid}.{time}?X-Amz-Signature=%2Fa+b';
    const defaults = { url, timeout: 3_000, occasion: 'exit', token: null };
    assert.deepEqual(pushOf({ COVER_PUSH: url }), defaults);
    assert.deepEqual(
      pushOf({
        COVER_PUSH: url,
        COVER_PUSH_TIMEOUT: '10s',
        COVER_PUSH_ON: 'flush',
        COVER_PUSH_TOKEN: '0123456789abcdef',
      }),
      { url, timeout: 10_000, occasion: 'flush', token: '0123456789abcdef' },
    );
  });

  it('advises a token instead of a password in the URL, and shows nothing of that URL', () => {
    const { message } = refusal({ COVER_PUSH: 'https://user:pa?ss@h/' });
    const expected =
      'Invalid COVER_PUSH "<hidden, 21 characters>": expected a URL without a user name and password.';
    for (const url of ['https://user:pass@h/x', 'https://user@host/p/x'])
      assert.ok(refusal({ COVER_PUSH: url }).message.startsWith(expected), url);
    assert.doesNotMatch(message, /user|pa\?/);
  });

  for (const url of [
    'h/path',
    'ftp://h/',
    'http://',
    'http:///path',
    'http://h:99999/',
    'http://{pod}.h/',
    'http://h/#part',
    'http://h/a b',
    'http://h/é',
    'http://h/{name}',
    'http://h/{pod',
    'http://h/pod}',
    'http://h\\path',
    `http://h/${'a'.repeat(8_000)}`,
  ])
    it(`refuses ${url.slice(0, 30)}`, () => {
      assert.equal(refusal({ COVER_PUSH: url }).refused.name, 'COVER_PUSH');
    });

  it('shows no query of an invalid URL', () => {
    assert.match(refusal({ COVER_PUSH: 'http://h/{x}?sig=secret' }).message, /"http:\/\/h\/\{x\}\?\*\*\*"/);
    assert.equal(hidePushSecrets('https://h/p?sig=1'), 'https://h/p?***');
  });

  it('refuses an invalid value even without a URL', () => {
    for (const name of ['COVER_PUSH_TIMEOUT', 'COVER_PUSH_ON', 'COVER_PUSH_TOKEN'])
      assert.equal(refusal({ [name]: 'soon' }).refused.name, name);
  });

  it('refuses to push flushes that are off', () => {
    const flushes = { COVER_PUSH: 'http://h/', COVER_PUSH_ON: 'flush', COVER_FLUSH: 'off' };
    assert.throws(
      () => controlsOf(flushes, 'probe'),
      /Invalid COVER_PUSH_ON "flush": expected exit if COVER_FLUSH is off/,
    );
  });

  it('is refused with the engine nyc', () => {
    assert.throws(() => controlsOf({ COVER_PUSH: 'http://h/' }, 'nyc'), /COVER_ENGINE/);
  });
});
