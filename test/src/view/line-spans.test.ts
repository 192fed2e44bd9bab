/** Cutting lines into spans. */
import assert from 'node:assert/strict';
import { cutLine, type SyntaxToken } from '../../../src/view/line-spans.js';
import type { MarkedSegment } from '../../../src/view/marked-segments.js';
import { randomOf } from '../../support/profiles.js';

const ALL = { from: 0, to: 1000 };

describe('cutting a line into spans', () => {
  it('cuts where tokens and marks begin and end', () => {
    const tokens = [{ start: 0, end: 5, name: 'keyword' }];
    const segments: MarkedSegment[] = [{ start: 3, end: 8, mark: 'missed-branch' }];
    const spans = cutLine('const abc = 1', tokens, segments, ALL);
    assert.deepEqual(
      spans.map(({ text, syntax, mark }) => [text, syntax, mark]),
      [
        ['con', 'keyword', undefined],
        ['st', 'keyword', 'missed-branch'],
        [' ab', '', 'missed-branch'],
        ['c = 1', '', undefined],
      ],
    );
  });

  it('keeps columns when an escape is shown', () => {
    const spans = cutLine('a\u202eb', [], [{ start: 2, end: 3, mark: 'both' }], ALL);
    assert.deepEqual(
      spans.map(({ text, width, mark }) => [text, width, mark]),
      [
        ['a', 1, undefined],
        ['\\u202e', 1, undefined],
        ['b', 1, 'both'],
      ],
    );
  });

  it('does not divide a character of two units', () => {
    const spans = cutLine('😀b', [], [{ start: 0, end: 1, mark: 'both' }], ALL);
    assert.deepEqual(
      spans.map(({ text }) => text),
      ['😀', 'b'],
    );
  });

  it('shows each column once, with its token and mark', () => {
    for (let seed = 1; seed <= 300; seed++) {
      const random = randomOf(seed);
      const line = Array.from({ length: random(30) }, () => 'ab\u0000\t'.charAt(random(4))).join('');
      const parts = () => {
        const list: { start: number; end: number }[] = [];
        for (let start = random(5); start < 40; start += random(6)) {
          const end = start + 1 + random(5);
          list.push({ start, end });
          start = end;
        }
        return list;
      };
      const tokens: SyntaxToken[] = parts().map((part, index) => ({ ...part, name: `t${index}` }));
      const segments: MarkedSegment[] = parts().map((part) => ({ ...part, mark: 'both' }));
      const window = { from: random(10), to: 10 + random(30) };
      const columns = cutLine(line, tokens, segments, window).flatMap(({ width, syntax, mark }) =>
        Array.from({ length: width }, () => [syntax, mark]),
      );
      const expected = [...line].slice(window.from, window.to).map((_, index) => {
        const column = window.from + index;
        const covers = ({ start, end }: { start: number; end: number }) => start <= column && column < end;
        return [tokens.find(covers)?.name ?? '', segments.find(covers)?.mark];
      });
      assert.deepEqual(columns, expected, `seed ${seed}`);
    }
  });
});
