import assert from 'node:assert/strict';
import { orderSessionNames, sessionColorClass } from '../../../../src/page/state/session-colors.js';

describe('the colours of sessions', () => {
  const session = (name: string, start: string | null) => ({ name, start });
  const early = session('early', '2026-01-01T00:00:00.000Z');
  const late = session('late', '2026-01-02T00:00:00.000Z');

  it('stay the same when a session starts, whatever the order of the sessions is', () => {
    assert.deepEqual(orderSessionNames([early]), ['early']);
    assert.deepEqual(orderSessionNames([late, session('unknown', null), early]), [
      'early',
      'late',
      'unknown',
    ]);
  });

  it('repeat after eight sessions', () => {
    const names = Array.from({ length: 10 }, (_, index) => `s${index}`);
    assert.deepEqual(
      ['s0', 's7', 's8'].map((name) => sessionColorClass(names, name)),
      ['session-color-1', 'session-color-8', 'session-color-1'],
    );
  });
});
