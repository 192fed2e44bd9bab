/** Tests that secrets in command lines are replaced, and that everything else stays. */
import assert from 'node:assert/strict';
import { redactArguments } from '../../../src/platform/redact-arguments.js';

describe('redacting arguments', () => {
  const REDACTED: readonly (readonly [given: readonly string[], expected: readonly string[]])[] = [
    [['--token=abc'], ['--token=***']],
    [
      ['--token', 'abc'],
      ['--token', '***'],
    ],
    [
      ['--token', '-abc'],
      ['--token', '***'],
    ],
    [
      ['-password', 'a b c'],
      ['-password', '***'],
    ],
    [
      ['--dbPassword', 'x'],
      ['--dbPassword', '***'],
    ],
    [['--DB_PASSWORD=x'], ['--DB_PASSWORD=***']],
    [
      ['--api-key=x', '--apiKey', 'y'],
      ['--api-key=***', '--apiKey', '***'],
    ],
    [
      ['--auth', 'user:password'],
      ['--auth', '***'],
    ],
    [['AWS_SECRET_ACCESS_KEY=x'], ['AWS_SECRET_ACCESS_KEY=***']],
    [['postgres://user:p:w@host/db'], ['postgres://user:***@host/db']],
    [['--url=postgres://user:pw@host/db'], ['--url=postgres://user:***@host/db']],
    [['redis://:pw@host'], ['redis://:***@host']],
    [['https://0123456789abcdef0123@host/'], ['https://***@host/']],
    [['https://host/?a=1&access_token=x&b=2'], ['https://host/?a=1&access_token=***&b=2']],
    [
      ['-H', 'Authorization: Bearer abc def'],
      ['-H', 'Authorization: ***'],
    ],
    [['X-Api-Key: abc'], ['X-Api-Key: ***']],
    [['Cookie: a=b; c=d'], ['Cookie: ***']],
    [['{"password": "x", "dbToken":"y"}'], ['{"password": "***", "dbToken":"***"}']],
    [['Server=h;Password=x;User=u'], ['Server=h;Password=***;User=u']],
    [["get({ authorization: 'Bearer abcdef' })"], ["get({ authorization: '*** ***' })"]],
    [['eyJhbGciOiJIUzI1NiJ9.eyJzdWIi.abc-_'], ['***']],
    [['x ghp_0123456789abcdef'], ['x ghp_***']],
    [
      ['-----BEGIN RSA PRIVATE KEY-----\nabc\n-----END RSA PRIVATE KEY-----'],
      ['-----BEGIN RSA PRIVATE KEY-----***-----END RSA PRIVATE KEY-----'],
    ],
  ];

  for (const [given, expected] of REDACTED) {
    it(`replaces the secret in ${given.join(' ')}`, () => assert.deepEqual(redactArguments(given), expected));
  }

  const KEPT = [
    ['--no-password', 'x'],
    ['--password-file', 'x'],
    ['--token-file=x'],
    ['--max-tokens', '100'],
    ['--author', 'me'],
    ['--bypass', 'x'],
    ['--password', '--verbose'],
    ['--password', ''],
    ['--key', 'x', '--sort-key=a'],
    ['npm', 'run', 'token', 'token:refresh'],
    ['src/token.ts', 'test/password.test.ts', '/a/secret/b'],
    ['ssh://git@host', 'https://host:80/a@b', 'a@b.example'],
    ['compass=1', 'compassion: yes'],
    ['--port=80', '-p', '80', 'a=b', ''],
  ];

  for (const given of KEPT) {
    it(`keeps ${given.join(' ')}`, () => assert.deepEqual(redactArguments(given), given));
  }

  it('replaces known secrets wherever they occur', () => {
    assert.deepEqual(redactArguments(['a-known-b', 'known', 'x'], ['known', '']), ['a-***-b', '***', 'x']);
  });

  it('takes linear time for long arguments', () => {
    const long = [
      'a-',
      'password',
      '"',
      'a://',
      'x.',
      '-----BEGIN ',
      'bearer ',
      ' ',
      'a',
      'eyJ-',
      'sk-',
      '://:',
    ];
    // With quadratic time, each would take minutes.
    for (const text of long) redactArguments([text.repeat(500_000 / text.length)]);
  });
});
