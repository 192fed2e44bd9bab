import assert from 'node:assert/strict';
import {
  escapeJson,
  escapeTerminal,
  quoteText,
  quoteValue,
  toTerminalCell,
  toTerminalLine,
} from '../../../src/platform/escape-terminal.js';

/** Every character that controls a terminal, breaks a line, or is invisible. */
const UNSAFE = [
  ...codePoints(0x00, 0x1f),
  ...codePoints(0x7f, 0x9f),
  ...codePoints(0x200b, 0x200f),
  ...codePoints(0x2028, 0x202e),
  ...codePoints(0x2060, 0x2064),
  ...codePoints(0x2066, 0x2069),
  ...['\u00ad', '\u061c', '\u3164', '\ufeff', '\u{e0041}', '\ud800', '\udfff'],
];

describe('escapeTerminal', () => {
  it('leaves texts of all languages and emoji unchanged', () => {
    const texts = [
      'src/cart.ts',
      'C:\\new',
      'ü ß é',
      'e\u0301',
      '日本',
      'العربية',
      'עברית',
      '👍🏽',
      '👨‍👩‍👧',
      '❤️',
      '🏴󠁧󠁢󠁥󠁮󠁧󠁿',
    ];
    assert.deepEqual(texts.map(escapeTerminal), texts);
  });

  it('shows control characters by the escapes of JavaScript', () => {
    assert.equal(
      escapeTerminal('a\x1b[31m\x9b2J\r\n\t\b\x7f\u202e\u2028\u{e0041}'),
      'a\\x1b[31m\\x9b2J\\r\\n\\t\\x08\\x7f\\u202e\\u2028\\u{e0041}',
    );
  });

  it('leaves none of the unsafe characters, and changes nothing when called again', () => {
    for (const character of UNSAFE) {
      const escaped = escapeTerminal(`a${character}b`);
      assert.match(escaped, /^a\\[\\\w{}]+b$/);
      assert.equal(escapeTerminal(escaped), escaped);
    }
  });

  it('escapes a zero-width joiner outside of an emoji', () => {
    assert.equal(escapeTerminal('a\u200db 👨‍👩‍👧'), 'a\\u200db 👨‍👩‍👧');
  });
});

describe('toTerminalLine', () => {
  it('returns one line, without a command to GitHub', () => {
    assert.equal(toTerminalLine('a\n::error::b'), 'a\\n::error::b');
    assert.equal(toTerminalLine('::error::b'), '\\x3a:error::b');
    assert.equal(toTerminalLine('  ::error::b'), '  \\x3a:error::b');
    assert.equal(toTerminalLine('a ##[error]b ##vso[c]d'), 'a \\x23#[error]b \\x23#vso[c]d');
    assert.equal(toTerminalLine('std::string # ## [a]'), 'std::string # ## [a]');
  });

  it('shortens long names and long lines, and keeps their ends', () => {
    const name = toTerminalLine(`The file /${'a'.repeat(1_000_000)}/end.js is missing. Restore it.`);
    assert.match(name, /^The file \/a+…a+\/end\.js is missing\. Restore it\.$/);
    assert.ok(name.length < 500);
    const line = toTerminalLine(`${'word '.repeat(1_000_000)}Restore it.`);
    assert.match(line, /^word .*….* Restore it\.$/);
    assert.ok(line.length <= 4_000);
    assert.ok(toTerminalLine('\x1b '.repeat(1_000_000)).length <= 4_000);
  });

  it('does not split a character that it shortens at', () => {
    for (const first of ['', 'a']) assert.doesNotMatch(toTerminalCell(first + '😀'.repeat(1_000)), /\\u/);
  });
});

describe('quoteText', () => {
  it('quotes as JSON does, and escapes what JSON leaves', () => {
    assert.equal(quoteText('a "b" \x1b\x9b\u202e'), '"a \\"b\\" \\u001b\\u009b\\u202e"');
  });
});

describe('quoteValue', () => {
  it('writes JSON, and other values as console.log does', () => {
    const cycle: unknown[] = [];
    cycle.push(cycle);
    assert.equal(quoteValue(['a', 1]), '["a",1]');
    assert.equal(quoteValue(undefined), 'undefined');
    assert.equal(quoteValue(5n), '5n');
    assert.match(quoteValue(cycle), /Circular/);
  });
});

describe('escapeJson', () => {
  it('returns JSON without unsafe characters and with the same value', () => {
    const value = { [UNSAFE.join('')]: UNSAFE, text: 'ü 日本 👨‍👩‍👧' };
    const json = escapeJson(JSON.stringify(value, undefined, 2));
    assert.deepEqual(JSON.parse(json), value);
    assert.doesNotMatch(json, /(?!\n)[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u);
  });

  it('returns JSON without commands to a CI system and with the same value', () => {
    const value = {
      'src/##vso[task.complete]q.js': ['##[error]a', '###teamcity[b]', '\\##[c]', '# ## [d]', '##'],
    };
    for (const json of [JSON.stringify(value), JSON.stringify(value, undefined, 2)]) {
      const escaped = escapeJson(json);
      assert.deepEqual(JSON.parse(escaped), value);
      assert.doesNotMatch(escaped, /##(?:vso|teamcity)?\[/);
      assert.ok(escaped.includes('"src/\\u0023#vso[task.complete]q.js"'), escaped);
      assert.ok(escaped.includes('"# ## [d]"'), escaped);
    }
  });
});

function codePoints(first: number, last: number): readonly string[] {
  return Array.from({ length: last - first + 1 }, (_, index) => String.fromCodePoint(first + index));
}
