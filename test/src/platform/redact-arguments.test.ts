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
    [['postgres://u:p1@p2@h/db'], ['postgres://u:***@h/db']],
    [
      ['-H', 'x-token:abc', '--header=X-Api-Key:abc', '--header', 'a:b', '-H', 'Cookie:a=b; c=d'],
      ['-H', 'x-token:***', '--header=X-Api-Key:***', '--header', 'a:b', '-H', 'Cookie:***'],
    ],
    [
      ['-u', 'user:p:w', '--user=user:pw', '--proxy-user', 'user:p w'],
      ['-u', 'user:***', '--user=user:***', '--proxy-user', 'user:***'],
    ],
    [
      [
        '--passwords=x',
        '--tokens',
        'x',
        '--api-tokens=x',
        '--secrets',
        'x',
        '--secret-id',
        'x',
        '--secretId=x',
      ],
      [
        '--passwords=***',
        '--tokens',
        '***',
        '--api-tokens=***',
        '--secrets',
        '***',
        '--secret-id',
        '***',
        '--secretId=***',
      ],
    ],
    [
      ['--jwt', 'x', '--otp', '123', '--pin=1', '--user-pin', '1', '--pw', 'x', '-pw', 'x', '--totp=1'],
      [
        '--jwt',
        '***',
        '--otp',
        '***',
        '--pin=***',
        '--user-pin',
        '***',
        '--pw',
        '***',
        '-pw',
        '***',
        '--totp=***',
      ],
    ],
    [['{\\"token\\":\\"x\\",\\"a\\":\\"b\\"}'], ['{\\"token\\":\\"***\\",\\"a\\":\\"b\\"}']],
    [['"{\\\\\\"token\\\\\\": \\\\\\"x\\\\\\"}"'], ['"{\\\\\\"token\\\\\\": \\\\\\"***\\\\\\"}"']],
    [['{"password":"a\\"b\'c","d":"e"}'], ['{"password":"***","d":"e"}']],
    [['{"password":{"value":"x"},"a":"b"}'], ['{"password":***,"a":"b"}']],
    [['{"tokens": ["x","y"],"pin":1234}'], ['{"tokens": ***,"pin":***}']],
    [['sh -c "x token=\\"abc\\""'], ['sh -c "x token=\\"***""']],
    [
      ['id=AKIAIOSFODNN7EXAMPLE', 'ASIAIOSFODNN7EXAMPLE'],
      ['id=AKIA***', 'ASIA***'],
    ],
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
    ['--max-tokens', '100', '--maxTokens=1', '{"max_tokens":100}'],
    ['-u', '1000:1000', '--user=1000:1000', '-u', 'http://host:80/', '-u', 'bdd', '-u', 'C:\\a'],
    ['-H', 'accept:a/b', '-H', 'a', '--spin=1', '--bump-pins', 'shipping: x', 'AKIAB', 'desktop=1'],
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

  /** Long arguments: a beginning, a text that is repeated, and the result if it is another text. */
  const LONG: readonly (readonly [start: string, repeated: string, expected?: (length: number) => string])[] =
    [
      ['', 'a'],
      ['', ' '],
      ['', '"'],
      ['', 'a-'],
      ['', 'x.'],
      ['', 'a://'],
      ['', '://:'],
      ['', 'eyJ-'],
      ['', 'password'],
      ['', 'private-'],
      ['', '-----BEGIN '],
      ['', '-----BEGIN AAAA'],
      ['', 'bearer bearer ', (length) => 'bearer *** '.repeat(length / 'bearer bearer '.length)],
      ['', 'sk-', () => 'sk-***'],
      ['--token=', ' ', (length) => `--token=${' '.repeat(length - 1)}***`],
      ['x token:', ' '],
      ['"token"', ' '],
      ['bearer', ' '],
      ['eyJ', 'a'],
      ['://', 'a'],
      ['://a:', 'a'],
      ['', '://a:b'],
      ['"token', '\\'],
      ['token\\":\\"', '\\'],
      ['', 'token\\'],
      ['', '"token" '],
      ['', 'AKIA'],
      ['"token":"', '\\a', () => '"token":"***'],
      ['"token":{', '{', () => '"token":***'],
      ['', '"token":{', () => '"token":***'],
      ['-----BEGIN ', 'A'],
      ['-----BEGIN ', ' '],
    ];

  for (const [start, repeated, expected] of LONG) {
    it(`takes linear time for ${JSON.stringify(start)} before many ${JSON.stringify(repeated)}`, () => {
      const timeFor = (length: number) => {
        const text = start + repeated.repeat(length / repeated.length);
        const begin = performance.now();
        const redacted = redactArguments([text]);
        const time = performance.now() - begin;
        assert.ok(redacted[0] === (expected?.(length) ?? text), redacted[0]?.slice(0, 100));
        return time;
      };
      // The shortest of several times, because other programs can only make them longer.
      const shortest = (length: number) => Math.max(1, Math.min(...[1, 2, 3, 4].map(() => timeFor(length))));
      const [one, eight] = [shortest(30_000), shortest(240_000)];
      // Quadratic time would be 64 times as long.
      assert.ok(eight < 30 * one, `${one} ms, and ${eight} ms for the eightfold length`);
    });
  }
});
