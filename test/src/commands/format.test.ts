/** Processes and tables are formatted for people. */
import assert from 'node:assert/strict';
import { createColors } from '../../../src/commands/colors.js';
import { alignRows, formatBytes, formatCommand } from '../../../src/commands/format.js';
import { pluralize } from '../../../src/platform/plural-forms.js';

describe('formatCommand', () => {
  it('shortens the path of the program, and the path of the script below its directory', () => {
    const argv = ['/usr/bin/node', '/app/src/main.js', '--port', '80'];
    assert.equal(formatCommand({ argv, cwd: '/app' }), 'node src/main.js --port 80');
    assert.equal(formatCommand({ argv, cwd: '/elsewhere' }), 'node /app/src/main.js --port 80');
  });

  it('quotes arguments with spaces, quotes or line breaks', () => {
    const argv = ['/bin/node', '/app/my main.js', '', 'a\nb', 'say "hi"', "it's"];
    assert.equal(formatCommand({ argv, cwd: '/app' }), 'node "my main.js" "" "a\\nb" "say \\"hi\\"" "it\'s"');
  });

  it('formats a program without a script', () => {
    assert.equal(formatCommand({ argv: ['/bin/node'], cwd: '/app' }), 'node');
  });
});

describe('formatBytes', () => {
  for (const [bytes, formatted] of [
    [0, '0 B'],
    [999, '999 B'],
    [1_000, '1.0 kB'],
    [999_949, '999.9 kB'],
    [999_950, '1.0 MB'],
    [2 ** 31, '2.1 GB'],
    [1e16, '10000.0 TB'],
  ] as const)
    it(`formats ${bytes} bytes as ${formatted}`, () => {
      assert.equal(formatBytes(bytes), formatted);
    });
});

describe('alignRows', () => {
  it('makes each column as wide as its widest cell, without trailing spaces', () => {
    const rows = [
      ['a', 'bb', 'c'],
      ['dd', 'e', ''],
    ];
    assert.deepEqual(alignRows(rows), ['a   bb  c', 'dd  e']);
    assert.deepEqual(alignRows([]), []);
  });

  it('escapes cells, and keeps a long one from widening its column', () => {
    assert.deepEqual(
      alignRows([
        ['a\x1b[2J\n', 'b'],
        ['c', 'd'],
      ]),
      ['a\\x1b[2J\\n  b', 'c           d'],
    );
    const [row = ''] = alignRows([['a'.repeat(1_000_000), 'b']]);
    assert.match(row, /^a+…a+ {2}b$/);
    assert.ok(row.length < 500);
  });

  it('ignores the escape codes of colours when it measures cells', () => {
    const { red } = createColors(true);
    const rows = [
      [red('a'), 'b'],
      ['ccc', red('d')],
    ];
    assert.deepEqual(alignRows(rows), [`${red('a')}    b`, `ccc  ${red('d')}`]);
  });
});

describe('pluralize', () => {
  it('uses the plural for every number but one', () => {
    assert.deepEqual(
      [pluralize(1, 'file'), pluralize(0, 'file'), pluralize(2, 'process')],
      ['1 file', '0 files', '2 processes'],
    );
  });
});
