/** Percentages have the colours that Istanbul's reports give them. */
import assert from 'node:assert/strict';
import {
  createColors,
  createPercentFormatter,
  formatCell,
  formatColoredLine,
  NO_COLORS,
} from '../../../src/commands/colors.js';

const colors = createColors(true);

describe('createPercentFormatter', () => {
  for (const [covered, total, color] of [
    [0, 9, 'red'],
    [499, 1000, 'red'],
    [50, 100, 'yellow'],
    [799, 1000, 'yellow'],
    [80, 100, 'green'],
    [0, 0, 'green'],
  ] as const)
    it(`shows ${covered} of ${total} in ${color} with Istanbul's default watermarks`, () => {
      const ratio = { covered, total };
      const plain = createPercentFormatter(NO_COLORS)(ratio);
      assert.equal(createPercentFormatter(colors)(ratio), colors[color](plain));
    });

  it('uses the watermarks of the project', () => {
    const format = createPercentFormatter(colors, [10, 20]);
    assert.equal(format({ covered: 9, total: 100 }), colors.red('9.0%'));
    assert.equal(format({ covered: 15, total: 100 }), colors.yellow('15.0%'));
    assert.equal(format({ covered: 20, total: 100 }), colors.green('20.0%'));
  });
});

describe('formatColoredLine', () => {
  it('colours a part of a line', () => {
    assert.equal(formatColoredLine(`a ${colors.red('b')} c`), 'a \x1b[31mb\x1b[39m c');
    assert.equal(formatColoredLine(`a ${NO_COLORS.red('b')} c`), 'a b c');
  });

  it('escapes the same codes in data, inside and outside of a colour', () => {
    const data = '\x1b[31mx\x1b[39m\n';
    const escaped = '\\x1b[31mx\\x1b[39m\\n';
    assert.equal(formatColoredLine(data + colors.red(data)), `${escaped}\x1b[31m${escaped}\x1b[39m`);
  });

  it('leaves no workflow command at the start of the line', () => {
    assert.equal(formatColoredLine('::error::x'), '\\x3a:error::x');
  });
});

describe('formatCell', () => {
  it('measures the width of the escaped text without its colours', () => {
    const { text, width } = formatCell(colors.green('a\x1bb'));
    assert.equal(width, 'a\\x1bb'.length);
    assert.equal(formatColoredLine(text), '\x1b[32ma\\x1bb\x1b[39m');
  });
});
