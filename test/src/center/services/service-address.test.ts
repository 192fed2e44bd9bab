import assert from 'node:assert/strict';
import { isRefusedAddress, parseServiceAddress } from '../../../../src/center/services/service-address.js';

describe('the address of a service', () => {
  for (const [given, expected] of [
    ['http://10.0.0.1:7777', 'http://10.0.0.1:7777'],
    ['http://127.0.0.1:49600/', 'http://127.0.0.1:49600'],
    ['HTTPS://Cart.Example', 'https://cart.example'],
    ['http://[::1]:80', 'http://[::1]'],
  ] as const) {
    it(`is accepted as ${given}`, () => assert.equal(parseServiceAddress(given), expected));
  }

  for (const given of [
    '',
    'cart',
    '10.0.0.1:7777',
    'file:///etc/passwd',
    'ftp://10.0.0.1',
    'gopher://10.0.0.1',
    'http://',
    'http://user:secret@10.0.0.1',
    'http://10.0.0.1/admin?x=',
    'http://10.0.0.1/#x',
    'http://169.254.169.254',
    'http://2852039166',
    'http://0xa9fea9fe/',
    'http://[fe80::1]',
    'http://[::ffff:169.254.169.254]',
    'http://0.0.0.0:1',
    'http://0.0.0.1',
    'http://100.100.100.200',
    'http://[64:ff9b::169.254.169.254]',
    'http://[2002:a9fe:a9fe::]',
    'http://[::169.254.169.254]',
    'http://[fd20:ce::254]',
    `http://${'a'.repeat(1000)}.example`,
  ]) {
    it(`is refused as ${JSON.stringify(given.slice(0, 40))}`, () => {
      assert.throws(() => parseServiceAddress(given), /^Error: Invalid address /);
    });
  }

  it('does not allow names to lead to link-local addresses', () => {
    assert.deepEqual(['169.254.1.1', 'fe80::2', '::ffff:169.254.0.1'].map(isRefusedAddress), [
      true,
      true,
      true,
    ]);
    assert.deepEqual(['10.1.1.1', '127.0.0.1', '::1', 'cart'].map(isRefusedAddress), [
      false,
      false,
      false,
      false,
    ]);
  });
});
