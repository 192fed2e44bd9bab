/** Names of views. */
import assert from 'node:assert/strict';
import { nameRunView, nameView } from '../../../../src/page/state/view-names.js';

describe('the name of the view of a run', () => {
  it('says since when it counts while the program runs', () => {
    assert.equal(nameRunView(null), 'Whole run');
    assert.equal(nameRunView({ phase: 'running', resets: 0 }), 'Whole run');
    assert.equal(nameRunView({ phase: 'running', resets: 2 }), 'Since the last reset');
  });

  it('says after the end that it contains everything', () => {
    assert.equal(nameRunView({ phase: 'ended', resets: 0 }), 'Whole run');
    assert.equal(nameRunView({ phase: 'ended', resets: 1 }), 'Whole run, before and after resets');
    assert.equal(nameRunView({ phase: 'report', resets: 1 }), 'All coverage');
  });
});

describe('the name of a view', () => {
  it('contains the mark or the sessions, with visible control characters', () => {
    const name = (view: Parameters<typeof nameView>[0]) => nameView(view, null);
    assert.equal(name({ kind: 'run' }), 'Whole run');
    assert.equal(name({ kind: 'mark', mark: 3 }), 'Since mark 3');
    assert.equal(name({ kind: 'session', name: 'log in' }), 'log in');
    assert.equal(name({ kind: 'comparison', first: 'a', second: 'b' }), 'a and b');
    assert.ok(!name({ kind: 'session', name: 'a\u202eb' }).includes('\u202e'));
  });
});
