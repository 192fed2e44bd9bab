/** What commands print is short, and can be read. */
import assert from 'node:assert/strict';
import { alignRows, formatCommand, shortenPath } from '../../../src/commands/format.js';
import { pluralize } from '../../../src/platform/plural-forms.js';

describe('describeCommand', () => {
  it('has the name of the program, and the script relative to its folder', () => {
    const argv = ['/usr/bin/node', '/app/src/main.js', '--port', '80'];
    assert.equal(formatCommand({ argv, cwd: '/app' }), 'node src/main.js --port 80');
    assert.equal(formatCommand({ argv, cwd: '/elsewhere' }), 'node /app/src/main.js --port 80');
  });

  it('quotes what would not be one word, so that it stays in one line', () => {
    const argv = ['/bin/node', '/app/my main.js', '', 'a\nb', 'say "hi"', "it's"];
    assert.equal(formatCommand({ argv, cwd: '/app' }), 'node "my main.js" "" "a\\nb" "say \\"hi\\"" "it\'s"');
  });

  it('has a program without a script', () => {
    assert.equal(formatCommand({ argv: ['/bin/node'], cwd: '/app' }), 'node');
  });
});

describe('shorten', () => {
  it('is relative below the folder, and as it was elsewhere', () => {
    const paths = ['/app/a/b', '/app', '/app2/a', '/', 'a', '/app/..a'];
    assert.deepEqual(
      paths.map((path) => shortenPath(path, '/app')),
      ['a/b', '/app', '/app2/a', '/', 'a', '/app/..a'],
    );
  });
});

describe('alignRows', () => {
  it('makes columns as wide as they need, without spaces at the end', () => {
    const rows = [
      ['a', 'bb', 'c'],
      ['dd', 'e', ''],
    ];
    assert.deepEqual(alignRows(rows), ['a   bb  c', 'dd  e']);
    assert.deepEqual(alignRows([]), []);
  });
});

describe('count', () => {
  it('knows one from many', () => {
    assert.deepEqual(
      [pluralize(1, 'file'), pluralize(0, 'file'), pluralize(2, 'process')],
      ['1 file', '0 files', '2 processes'],
    );
  });
});
