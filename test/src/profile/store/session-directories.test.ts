/** Encoding session names as names of directories. */
import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join, normalize } from 'node:path';
import {
  decodeSessionName,
  encodeSessionName,
  sessionDirectoryOf,
} from '../../../../src/profile/store/session-directories.js';
import { randomOf } from '../../../support/profiles.js';

const DIRECTORY_NAMES: readonly [name: string, directory: string][] = [
  ['login', 'login'],
  ['checkout-2_b.v1', 'checkout-2_b.v1'],
  ['Log in', '+log%20in'],
  ['a+b', 'a%2Bb'],
  ['.', '%2E'],
  ['..', '%2E%2E'],
  ['.hidden', '%2Ehidden'],
  ['end.', 'end%2E'],
  ['../../x', '%2E.%2F..%2Fx'],
  ['a\\b:c*?"<>|', 'a%5Cb%3Ac%2A%3F%22%3C%3E%7C'],
  ['50%', '50%25'],
  ['%2E', '%252+e'],
  ['\0\n', '%00%0A'],
  ['con', '%63on'],
  ['nul.txt', '%6Eul.txt'],
  ['com1', '%63om1'],
  ['CON', '+c+o+n'],
  ['console', 'console'],
  ['é終', '%E9%u7D42'],
  ['🙂', '%uD83D%uDE42'],
  ['\uD83D', '%uD83D'],
  ['\uFFFD', '%uFFFD'],
];

describe('the directory name of a session', () => {
  for (const [name, directory] of DIRECTORY_NAMES) {
    it(`is ${directory} for ${JSON.stringify(name)}`, () => {
      assert.equal(encodeSessionName(name), directory);
      assert.equal(decodeSessionName(directory), name);
    });
  }

  it('is below the directory of all sessions', () => {
    assert.equal(sessionDirectoryOf('/data', 'Log in'), join('/data', 'sessions', '+log%20in'));
  });

  for (const name of ['', 'x'.repeat(201), 'X'.repeat(101), '終'.repeat(34), '../'.repeat(50)]) {
    it(`is rejected for a name of ${name.length} units, ${JSON.stringify(name.slice(0, 3))}`, () => {
      for (const refuse of [encodeSessionName, (long: string) => sessionDirectoryOf('/data', long)])
        assert.throws(() => refuse(name), {
          name: 'CovermainError',
          code: 'SESSION_NAME',
          message:
            name === ''
              ? /it is empty\. Choose a name/
              : /takes \d{3} bytes.*at most 200.*Choose a shorter name/,
        });
    });
  }

  it('can take 200 bytes', () => {
    for (const name of ['x'.repeat(200), 'X'.repeat(100), '終'.repeat(33)])
      assert.equal(decodeSessionName(encodeSessionName(name)), name);
  });

  for (const directory of [
    '',
    '.DS_Store',
    'Login',
    'a b',
    '%61',
    '%2e',
    '%u0041',
    '+',
    'con',
    'x%',
    'x'.repeat(201),
  ]) {
    it(`does not decode ${JSON.stringify(directory.slice(0, 10))}`, () => {
      assert.equal(decodeSessionName(directory), undefined);
    });
  }
});

describe('the directory names of random session names', () => {
  const names = [...new Set(Array.from({ length: 20_000 }, (_, seed) => randomName(seed)))];

  it('decode to the same session names', () => {
    for (const name of names) assert.equal(decodeSessionName(encodeSessionName(name)), name);
  });

  it('are different even if case is ignored', () => {
    const directories = new Set(names.map((name) => encodeSessionName(name).toLowerCase()));
    assert.equal(directories.size, names.length);
  });

  it('are valid on every file system and never leave the sessions directory', () => {
    const sessions = join(normalize('/data'), 'sessions');
    for (const name of names) {
      const directory = encodeSessionName(name);
      assert.match(directory, /^[\w%+-]([\w.%+-]*[\w%+-])?$/);
      assert.doesNotMatch(directory, /^(con|prn|aux|nul|com\d|lpt\d)(\.|$)/i);
      const path = sessionDirectoryOf('/data', name);
      assert.equal(dirname(path), sessions);
      assert.equal(basename(path), directory);
    }
  });

  it('can be created and listed', () => {
    const directory = mkdtempSync(join(tmpdir(), 'covermain-'));
    try {
      const some = [...DIRECTORY_NAMES.map(([name]) => name), ...names.slice(0, 200)];
      for (const name of some) mkdirSync(sessionDirectoryOf(directory, name), { recursive: true });
      const found = readdirSync(join(directory, 'sessions')).map(decodeSessionName);
      assert.deepEqual(new Set(found), new Set(some));
    } finally {
      rmSync(directory, { recursive: true, force: true });
    }
  });
});

/** Characters with a meaning for a file system or for the encoding. */
function randomName(seed: number): string {
  const random = randomOf(seed);
  const pieces = [
    '.',
    '..',
    '/',
    '\\',
    ':',
    '%',
    '%2E',
    '%u',
    '+',
    '+c',
    'c',
    'C',
    'o',
    'con',
    'NUL',
    'com1',
    ' ',
  ];
  const others = [
    '\0',
    '\n',
    '*',
    '0041',
    'é',
    'É',
    'e\u0301',
    'ß',
    'ſ',
    '終',
    '🙂',
    '\uD83D',
    '\uDE42',
    '\uFFFD',
  ];
  const all = [...pieces, ...others];
  return Array.from({ length: 1 + random(6) }, () => all[random(all.length)]).join('');
}
