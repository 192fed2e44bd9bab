import assert from 'node:assert/strict';
import { createGoTextSum } from '../../../src/interchange/merge-go-texts.js';

const ALL = () => true;

describe('adding Go texts up', () => {
  it('adds the counts of equal blocks, and sorts files by path', () => {
    const sum = createGoTextSum();
    sum.add('one', 'mode: count\nb.go:1.1,2.2 3 4\nb.go:3.1,4.2 1 0\n');
    sum.add('two', 'mode: atomic\na.go:1.1,1.9 1 1\nb.go:1.1,2.2 3 5\nb.go:3.1,4.2 1 1\n');
    assert.equal(sum.toText(ALL), 'mode: atomic\na.go:1.1,1.9 1 1\nb.go:1.1,2.2 3 9\nb.go:3.1,4.2 1 1\n');
  });

  it('leaves out files that are not selected', () => {
    const sum = createGoTextSum();
    sum.add('one', 'mode: count\na.go:1.1,2.2 1 1\nb.go:1.1,2.2 1 1\n');
    assert.equal(
      sum.toText((path) => path === 'b.go'),
      'mode: atomic\nb.go:1.1,2.2 1 1\n',
    );
  });

  it('refuses a text with other blocks of a file, and adds nothing of it', () => {
    const sum = createGoTextSum();
    sum.add('one', 'mode: count\na.go:1.1,2.2 1 1\nb.go:1.1,2.2 1 1\n');
    assert.throws(
      () => sum.add('two', 'mode: count\na.go:1.1,2.2 1 7\nb.go:1.1,3.2 1 7\n'),
      /"b\.go" has other blocks in two than in one/,
    );
    assert.equal(sum.toText(ALL), 'mode: atomic\na.go:1.1,2.2 1 1\nb.go:1.1,2.2 1 1\n');
  });

  it('adds the equal files of such a text on request', () => {
    const sum = createGoTextSum();
    sum.add('one', 'mode: count\na.go:1.1,2.2 1 1\nb.go:1.1,2.2 1 1\n');
    assert.deepEqual(sum.addEqual('two', 'mode: count\na.go:1.1,2.2 1 7\nb.go:1.1,2.2 2 7\n'), ['b.go']);
    assert.equal(sum.toText(ALL), 'mode: atomic\na.go:1.1,2.2 1 8\nb.go:1.1,2.2 1 1\n');
  });

  it('names the text that it cannot read', () => {
    const sum = createGoTextSum();
    assert.throws(
      () => sum.add('one', 'mode: set\na.go:1.1,2.2 1 1\n'),
      /^Error: one: expected "mode: atomic"/,
    );
  });
});
