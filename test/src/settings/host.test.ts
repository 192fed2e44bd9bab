/** `COVER_HTTP_HOST` is an IP address or a host name. `isLoopback` finds those that only this machine can reach. */
import assert from 'node:assert/strict';
import { hostOf, isLoopback } from '../../../src/settings/host.js';

describe('COVER_HTTP_HOST', () => {
  const ACCEPTED: readonly [given: string | undefined, host: string][] = [
    [undefined, '127.0.0.1'],
    [' ', '127.0.0.1'],
    ['127.0.0.1', '127.0.0.1'],
    ['0.0.0.0', '0.0.0.0'],
    ['::', '::'],
    ['[::]', '::'],
    ['[::1]', '::1'],
    ['fe80::1%eth0', 'fe80::1%eth0'],
    ['localhost', 'localhost'],
    ['my-pod.svc.cluster.local', 'my-pod.svc.cluster.local'],
    ['web_1', 'web_1'],
    ['a'.repeat(63), 'a'.repeat(63)],
  ];

  for (const [given, host] of ACCEPTED) {
    it(`parses ${JSON.stringify(given)} as ${host}`, () => {
      assert.equal(hostOf({ COVER_HTTP_HOST: given }), host);
    });
  }

  const REJECTED = [
    '127.0.0.1:7777',
    'localhost:7777',
    'http://localhost',
    '[::1]:80',
    'a/b',
    'a b',
    '*',
    '256.0.0.1',
    '127.1',
    '10.0.0',
    '1.2.3.4.5',
    '7777',
    '[127.0.0.1]',
    '[localhost]',
    '[]',
    '::1::',
    '-a',
    'a-',
    'a..b',
    '.a',
    'a.',
    'a'.repeat(64),
    `${'a.'.repeat(126)}aa`,
    'bücher.example',
  ];

  for (const given of REJECTED) {
    it(`rejects ${given.length > 40 ? `${given.length} characters` : given}`, () => {
      assert.throws(() => hostOf({ COVER_HTTP_HOST: given }), {
        name: 'SettingError',
        message:
          `Invalid COVER_HTTP_HOST "${given}": expected an IP address or a host name, without a ` +
          'port. Example: COVER_HTTP_HOST=127.0.0.1',
      });
    });
  }
});

describe('isLoopback', () => {
  for (const host of ['127.0.0.1', '127.255.0.9', '::1', '0:0:0:0:0:0:0:1', 'localhost', 'LocalHost']) {
    it(`is true for ${host}`, () => {
      assert.equal(isLoopback(host), true);
    });
  }

  const REACHABLE = [
    '0.0.0.0',
    '::',
    '10.0.0.1',
    '126.0.0.1',
    '128.0.0.1',
    '::2',
    '::ffff:10.0.0.1',
    'fe80::1%eth0',
    'example.org',
    'localhost.example.org',
    '127.0.0.1.example.org',
  ];

  for (const host of REACHABLE) {
    it(`is false for ${host}, which other machines may reach`, () => {
      assert.equal(isLoopback(host), false);
    });
  }
});
