/** Percentages have the colours that Istanbul's reports give them. */
import assert from 'node:assert/strict';
import { createColors } from 'picocolors';
import { createPercentFormatter, NO_COLORS } from '../../../src/commands/colors.js';

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
