/** Insertions at one offset come in the order in which what they belong to is nested. */
import assert from 'node:assert/strict';
import {
  applyInsertions,
  type Edits,
  insert,
  markOrder,
  newEdits,
  numberProbes,
  probeAfter,
  probeBefore,
  sortEdits,
  wrap,
  wrapWithProbe,
  writeInsertions,
} from '../../../../../src/instrument/probe/edits/edits.js';
import {
  claimSegment,
  newSegment,
  type Segment,
  UNREACHABLE,
} from '../../../../../src/instrument/probe/items/segments.js';

/** A segment that is read off. */
function read(source = 0): Segment {
  return claimSegment(source, newSegment());
}

function write(text: string, edits: Edits, sources = 1): string {
  const sorted = sortEdits(edits);
  return applyInsertions(text, writeInsertions(sorted, '$', numberProbes(sorted, sources)));
}

describe('edits', () => {
  it('leave a text without any as it is', () => {
    assert.equal(write('abc', newEdits()), 'abc');
  });

  it('are written at their offsets, whatever order they come in', () => {
    const edits = newEdits();
    insert(edits, 3, '4');
    insert(edits, 0, '1');
    insert(edits, 2, '3');
    wrap(edits, { start: 1, end: 3 }, '2', '5');
    assert.equal(write('abc', edits), '1a2b3c54');
  });

  it('close the inner before the outer, and open the outer before the inner', () => {
    const edits = newEdits();
    wrap(edits, { start: 0, end: 1 }, '(', ')');
    wrap(edits, { start: 0, end: 1 }, '[', ']');
    wrap(edits, { start: 0, end: 1 }, '{', '}');
    assert.equal(write('a', edits), '([{a}])');
  });

  it('close what ends at an offset before they open what begins there', () => {
    const edits = newEdits();
    wrap(edits, { start: 1, end: 2 }, '[', ']');
    wrap(edits, { start: 0, end: 1 }, '(', ')');
    assert.equal(write('ab', edits), '(a)[b]');
  });

  it('put a probe behind what ends where its construct does, inside of what is around it', () => {
    const edits = newEdits();
    wrap(edits, { start: 0, end: 1 }, '(', ')');
    const order = markOrder(edits);
    wrap(edits, { start: 0, end: 1 }, '{', '}');
    probeAfter(edits, 1, order, read(), 'else{', '}');
    assert.equal(write('a', edits), '({a}else{$[0]++})');
  });

  it('number probes in the order of the text, and leave out what is not read', () => {
    const edits = newEdits();
    const [first, second] = [read(), read()];
    wrapWithProbe(edits, { start: 1, end: 2 }, second, ['(', ',', ')']);
    probeBefore(edits, 0, first);
    wrapWithProbe(edits, { start: 0, end: 2 }, newSegment(), ['<', ',', '>']);
    probeBefore(edits, 2, UNREACHABLE);
    assert.equal(write('ab', edits), '$[0]++;a($[1]++,b)');
    assert.deepEqual([first.probe, second.probe], [0, 1]);
  });

  it('count once for each source that reads a segment, the probes of one behind those of another', () => {
    const edits = newEdits();
    const both = read(0);
    claimSegment(1, both);
    probeBefore(edits, 0, both);
    probeBefore(edits, 1, read(0));
    probeBefore(edits, 2, read(1));
    assert.equal(write('abc', edits, 2), '$[0]++,$[2]++;a$[1]++;b$[3]++;c');
    assert.deepEqual([both.probe, both.shared?.probe], [0, 0]);
  });

  it('nest as constructs do, whatever their spans', () => {
    const edits = newEdits();
    const open = (start: number, end: number, depth: number): void => {
      if (depth === 0 || start === end) return;
      wrap(edits, { start, end }, `(${depth}`, `${depth})`);
      const middle = (start + end) >> 1;
      if (depth % 2 === 0) open(start, end, depth - 1);
      else
        for (const [from, to] of [[start, middle] as const, [middle, end] as const])
          open(from, to, depth - 1);
    };
    open(0, 9, 6);
    const stack: string[] = [];
    for (const [token] of write('abcdefghi', edits).matchAll(/\(\d|\d\)/g)) {
      if (token.startsWith('(')) stack.push(token.slice(1));
      else assert.equal(stack.pop(), token.slice(0, -1));
    }
    assert.deepEqual(stack, []);
  });
});
