/** Tests that insertions at one offset are in the nesting order of their constructs. */
import assert from 'node:assert/strict';
import {
  type Edits,
  insertText,
  markOrder,
  newEdits,
  probeAfter,
  probeBefore,
  sortEdits,
  wrapWithProbe,
  wrapWithText,
} from '../../../../../src/instrument/probe/edits/edits.js';
import {
  applyInsertions,
  numberProbes,
  writeInsertions,
} from '../../../../../src/instrument/probe/edits/insertions.js';
import {
  claimSegment,
  newSegment,
  type Segment,
  UNREACHABLE,
} from '../../../../../src/instrument/probe/items/segments.js';

/** Returns a segment that a source uses. */
function claimed(source = 0): Segment {
  return claimSegment(source, newSegment());
}

/** Returns the text with the edits, without the comments that mark them. */
function applyEdits(text: string, edits: Edits, sources = 1): string {
  const sorted = sortEdits(edits);
  const code = applyInsertions(text, writeInsertions(sorted, '$', numberProbes(sorted, sources)));
  return code.replaceAll('/*$*/', '');
}

describe('applying edits to a source', () => {
  it('returns the source unchanged when there are no edits', () => {
    assert.equal(applyEdits('abc', newEdits()), 'abc');
  });

  it('inserts each text at its offset, in whatever order the edits were added', () => {
    const edits = newEdits();
    insertText(edits, 3, '4');
    insertText(edits, 0, '1');
    insertText(edits, 2, '3');
    wrapWithText(edits, { start: 1, end: 3 }, '2', '5');
    assert.equal(applyEdits('abc', edits), '1a2b3c54');
  });

  it('opens outer constructs before inner ones and closes inner constructs before outer ones', () => {
    const edits = newEdits();
    wrapWithText(edits, { start: 0, end: 1 }, '(', ')');
    wrapWithText(edits, { start: 0, end: 1 }, '[', ']');
    wrapWithText(edits, { start: 0, end: 1 }, '{', '}');
    assert.equal(applyEdits('a', edits), '([{a}])');
  });

  it('closes a construct before it opens another one at the same offset', () => {
    const edits = newEdits();
    wrapWithText(edits, { start: 1, end: 2 }, '[', ']');
    wrapWithText(edits, { start: 0, end: 1 }, '(', ')');
    assert.equal(applyEdits('ab', edits), '(a)[b]');
  });

  it('puts a probe after a construct outside its body and inside the enclosing construct', () => {
    const edits = newEdits();
    wrapWithText(edits, { start: 0, end: 1 }, '(', ')');
    const order = markOrder(edits);
    wrapWithText(edits, { start: 0, end: 1 }, '{', '}');
    probeAfter(edits, 1, order, claimed(), 'else{', '}');
    assert.equal(applyEdits('a', edits), '({a}else{$[0 ]++})');
  });

  it('numbers probes in source order and omits the probes of unclaimed segments', () => {
    const edits = newEdits();
    const [first, second] = [claimed(), claimed()];
    wrapWithProbe(edits, { start: 1, end: 2 }, second, ['(', ',', ')']);
    probeBefore(edits, 0, first);
    wrapWithProbe(edits, { start: 0, end: 2 }, newSegment(), ['<', ',', '>']);
    probeBefore(edits, 2, UNREACHABLE);
    assert.equal(applyEdits('ab', edits), '$[0 ]++;a($[1 ]++,b)');
    assert.deepEqual([first.probe, second.probe], [0, 1]);
  });

  it('increments one counter per source that shares a segment, with the counters of source 1 after those of source 0', () => {
    const edits = newEdits();
    const shared = claimed(0);
    claimSegment(1, shared);
    probeBefore(edits, 0, shared);
    probeBefore(edits, 1, claimed(0));
    probeBefore(edits, 2, claimed(1));
    assert.equal(applyEdits('abc', edits, 2), '$[0 ]++,$[2 ]++;a$[1 ]++;b$[3 ]++;c');
    assert.deepEqual([shared.probe, shared.sharedSegment?.probe], [0, 0]);
  });

  it('nests correctly when constructs start or end at the same offsets', () => {
    const edits = newEdits();
    const open = (start: number, end: number, depth: number): void => {
      if (depth === 0 || start === end) return;
      wrapWithText(edits, { start, end }, `(${depth}`, `${depth})`);
      const middle = (start + end) >> 1;
      if (depth % 2 === 0) open(start, end, depth - 1);
      else
        for (const [from, to] of [[start, middle] as const, [middle, end] as const])
          open(from, to, depth - 1);
    };
    open(0, 9, 6);
    const stack: string[] = [];
    for (const [token] of applyEdits('abcdefghi', edits).matchAll(/\(\d|\d\)/g)) {
      if (token.startsWith('(')) stack.push(token.slice(1));
      else assert.equal(stack.pop(), token.slice(0, -1));
    }
    assert.deepEqual(stack, []);
  });
});
