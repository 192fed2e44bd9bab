/** Tests that callers of a function are recognized by their script, without a trace. */
import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { runInThisContext } from 'node:vm';
import { isCalledFrom } from '../../../src/hooks/call-stack.js';

type Call = <Result>(callee: () => Result) => Result;

const MODULE = fileURLToPath(new URL('../../../src/hooks/call-stack.ts', import.meta.url));
const FOREIGN = 'a foreign script';
const callFromForeign = runInThisContext('(callee) => callee()', { filename: FOREIGN }) as Call;

describe('isCalledFrom', () => {
  const isForeign = (depth: number) => isCalledFrom(FOREIGN, isForeign, depth);

  it('recognizes the nearest caller', () => {
    assert.equal(
      callFromForeign(() => isForeign(2)),
      true,
    );
    assert.equal(isForeign(2), false);
  });

  it('inspects no more callers than it is asked to', () => {
    const nested = (depth: number) => callFromForeign(() => [1].map(() => isForeign(depth))[0]);
    assert.deepEqual([1, 2, 3, 4].map(nested), [false, false, false, true]);
  });

  it('leaves the settings of Error as they are, whatever they are', () => {
    const saved = Object.getOwnPropertyDescriptors(Error);
    try {
      for (const value of [undefined, () => 'formatted']) {
        Object.assign(Error, { prepareStackTrace: value });
        Error.stackTraceLimit = 0;
        const before = Object.getOwnPropertyDescriptors(Error);
        assert.equal(
          callFromForeign(() => isForeign(2)),
          true,
        );
        assert.deepEqual(Object.getOwnPropertyDescriptors(Error), before);
      }
      Reflect.deleteProperty(Error, 'prepareStackTrace');
      isForeign(1);
      assert.equal(Object.hasOwn(Error, 'prepareStackTrace'), false);
    } finally {
      Object.defineProperties(Error, saved);
    }
  });

  it('recognizes a caller although the app has locked the settings of Error', () => {
    const lock = `Object.defineProperty(Error, 'prepareStackTrace', { get: () => () => 'formatted', set() {} });`;
    const program = `${lock}
      const { isCalledFrom } = require(${JSON.stringify(MODULE)});
      const isForeign = () => isCalledFrom('${FOREIGN}', isForeign, 2);
      const call = require('node:vm').runInThisContext('(callee) => callee()', { filename: '${FOREIGN}' });
      console.log(call(isForeign), isForeign(), new Error().stack);`;
    const { stdout, stderr } = spawnSync(process.execPath, ['--import', 'tsx', '--eval', program], {
      encoding: 'utf8',
    });
    assert.equal(stdout, 'true false formatted\n', stderr);
  });
});
