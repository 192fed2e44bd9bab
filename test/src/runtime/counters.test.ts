/** Tests which counters instrumented code gets, and when its loops call the runtime. */
import assert from 'node:assert/strict';
import { COUNTERS_GLOBAL, LOOP_CHECK } from '../../../src/instrument/counters-global.js';
import { installCounters } from '../../../src/runtime/counters.js';

/** Installs counters in this process. Its activity callback returns the results in order, and then the last one again. */
function install(...results: readonly boolean[]) {
  const original = Object.getOwnPropertyDescriptor(globalThis, COUNTERS_GLOBAL);
  let calls = 0;
  const countersOf = installCounters(
    () => {},
    () => results[Math.min(calls++, results.length - 1)] ?? false,
  );
  if (original) Object.defineProperty(globalThis, COUNTERS_GLOBAL, original);
  else Reflect.deleteProperty(globalThis, COUNTERS_GLOBAL);
  const checkOf = (counters: Uint32Array) => Reflect.get(counters, LOOP_CHECK) as (() => void) | undefined;
  return { countersOf, checkOf, calls: () => calls };
}

describe('the counters of instrumented code', () => {
  it('are the same array each time a source is loaded', () => {
    const { countersOf } = install(true);
    assert.equal(countersOf('a', 3), countersOf('a', 3));
    assert.notEqual(countersOf('a', 3), countersOf('b', 3));
  });

  it('let loops call the runtime while it needs that', () => {
    const { countersOf, checkOf, calls } = install(true);
    const check = checkOf(countersOf('a', 3));
    check?.();
    check?.();
    assert.equal(calls(), 3);
    assert.equal(checkOf(countersOf('a', 3)), check);
  });

  it('lose the loop check in all sources when the runtime needs no more calls', () => {
    const { countersOf, checkOf } = install(true, true, false);
    const [first, second] = [countersOf('a', 3), countersOf('b', 3)];
    checkOf(first)?.();
    assert.deepEqual([first, second, countersOf('c', 3)].map(checkOf), [undefined, undefined, undefined]);
  });
});
