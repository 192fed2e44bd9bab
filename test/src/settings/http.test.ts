/** HTTP needs a port, and a token if other machines can reach it. */
import assert from 'node:assert/strict';
import { httpOf } from '../../../src/settings/http.js';

const TOKEN = '0123456789abcdef';

describe('COVERAGE_HTTP_PORT', () => {
  for (const [given, port] of [
    ['0', 0],
    ['8080', 8080],
    ['65535', 65_535],
    ['default', 7777],
    [' 80 ', 80],
  ] as const) {
    it(`parses ${JSON.stringify(given)} as port ${port} on loopback without a token`, () => {
      assert.deepEqual(httpOf({ COVERAGE_HTTP_PORT: given }), { port, host: '127.0.0.1', token: null });
    });
  }

  for (const given of [
    '65536',
    '-1',
    '80.5',
    '8e3',
    '0x50',
    ':8080',
    '127.0.0.1:80',
    'Default',
    'on',
    '000080',
  ]) {
    it(`rejects ${given}`, () => {
      assert.throws(() => httpOf({ COVERAGE_HTTP_PORT: given }), {
        name: 'SettingError',
        message:
          `Invalid COVERAGE_HTTP_PORT "${given}": expected a port from 0 (the system chooses one) ` +
          'to 65535, or default for 7777. Example: COVERAGE_HTTP_PORT=7777',
      });
    });
  }
});

describe('httpOf', () => {
  for (const given of [undefined, '', ' ']) {
    it(`returns null if the port is ${JSON.stringify(given)}, whatever the host and token`, () => {
      assert.equal(httpOf({ COVERAGE_HTTP_PORT: given, COVER_HTTP_HOST: '0.0.0.0' }), null);
      assert.equal(httpOf({ COVERAGE_HTTP_PORT: given, COVER_TOKEN: TOKEN }), null);
    });
  }

  it('rejects an invalid host or token even without a port', () => {
    assert.throws(() => httpOf({ COVER_HTTP_HOST: 'a b' }), /^SettingError: Invalid COVER_HTTP_HOST "a b"/);
    assert.throws(
      () => httpOf({ COVER_TOKEN: 'short' }),
      /^SettingError: Invalid COVER_TOKEN "<hidden, 5 characters>"/,
    );
  });

  for (const host of ['127.0.0.2', '::1', 'localhost']) {
    it(`accepts ${host} with and without a token`, () => {
      const environment = { COVERAGE_HTTP_PORT: '80', COVER_HTTP_HOST: host };
      assert.deepEqual(httpOf(environment), { port: 80, host, token: null });
      assert.deepEqual(httpOf({ ...environment, COVER_TOKEN: TOKEN }), { port: 80, host, token: TOKEN });
    });
  }

  for (const host of ['0.0.0.0', '::', '10.0.0.1', 'example.org']) {
    it(`accepts ${host} only with a token`, () => {
      const environment = { COVERAGE_HTTP_PORT: '80', COVER_HTTP_HOST: host };
      assert.deepEqual(httpOf({ ...environment, COVER_TOKEN: TOKEN }), { port: 80, host, token: TOKEN });
      assert.throws(() => httpOf(environment), {
        name: 'SettingError',
        message:
          `Invalid COVER_HTTP_HOST "${host}": expected 127.0.0.1, ::1 or localhost, because COVER_TOKEN is not set ` +
          'and any client could read and reset the profile. Set COVER_TOKEN to bind to another host. ' +
          'Example: COVER_HTTP_HOST=127.0.0.1',
      });
    });
  }
});
