/** Counts of other instrumenters are copied as they grow, separately for each version, whatever the app does to them. */
import assert from 'node:assert/strict';
import type { FileCoverageData } from 'istanbul-lib-coverage';
import { createInstrumenter } from 'istanbul-lib-instrument';
import { decodeMeta, hashOf, metaNameOf } from '../../../src/profile/format/meta-file.js';
import { createForeignCounters } from '../../../src/runtime/foreign-counters.js';
import { killLeftPrograms } from '../../support/program.js';
import { startSource } from '../../support/sources.js';

const SOURCE = "function f(a) { return a ? 'yes' : 'no'; } f(1);";

/** Returns the initial coverage data of an instrumented file. */
function coverageOf(source = SOURCE, path = '/app/src/a.js'): FileCoverageData {
  const instrumenter = createInstrumenter({ compact: false });
  instrumenter.instrumentSync(source, path);
  return JSON.parse(JSON.stringify(instrumenter.lastFileCoverage()));
}

/** Returns a copier, with the coverage data it reads and the metas and counters it has produced. */
function newForeign() {
  const files = new Map<string, FileCoverageData>();
  const metas = new Map<string, Uint8Array>();
  const counters = new Map<string, Uint32Array>();
  const copy = createForeignCounters({
    root: '/app',
    read: () => files,
    metaKeeper: {
      keep(meta) {
        metas.set(hashOf(meta), meta);
        return hashOf(meta);
      },
    },
    countersOf(meta, probes) {
      const known = counters.get(meta) ?? new Uint32Array(probes);
      counters.set(meta, known);
      return known;
    },
  });
  const add = (file: FileCoverageData) => files.set(file.path, file);
  return { files, add, copy, metas, copied: () => [...counters.values()].map((one) => [...one]) };
}

describe('createForeignCounters', () => {
  it('copies statements, functions and branches, and writes a meta that describes them', () => {
    const { add, copy, metas, copied } = newForeign();
    const file = coverageOf();
    Object.assign(file, { s: { 0: 1, 1: 2 }, f: { 0: 3 }, b: { 0: [4, 5] } });
    add(file);
    copy();
    assert.deepEqual(copied(), [[1, 2, 3, 4, 5]]);
    const [[hash, bytes] = assert.fail()] = metas;
    const meta = decodeMeta(Buffer.from(bytes), metaNameOf(hash));
    assert.deepEqual([meta.path, meta.probes, meta.functions[0]?.name], ['src/a.js', 5, 'f']);
  });

  it('copies new hits, and no hit twice', () => {
    const { add, copy, copied } = newForeign();
    const file = coverageOf();
    add(file);
    copy();
    assert.deepEqual(copied(), [[0, 0, 0, 0, 0]]);
    file.s[0] = 5;
    for (let times = 0; times < 3; times++) copy();
    file.s[0] = 7;
    file.b[0] = [0, 1];
    copy();
    assert.deepEqual(copied(), [[7, 0, 0, 0, 1]]);
  });

  it('keeps earlier hits if the app resets counts to 0', () => {
    const { add, copy, copied } = newForeign();
    const file = coverageOf();
    add(file);
    file.s = { 0: 5, 1: 9 };
    copy();
    file.s = { 0: 0, 1: 0 };
    copy();
    file.s = { 0: 2, 1: 0 };
    copy();
    assert.deepEqual(copied(), [[7, 9, 0, 0, 0]]);
  });

  it('keeps earlier hits if a file is loaded again', () => {
    const { add, copy, copied } = newForeign();
    const [first, second] = [coverageOf(), coverageOf()];
    first.s[0] = 5;
    add(first);
    copy();
    second.s[0] = 6;
    add(second);
    copy();
    assert.deepEqual(copied(), [[11, 0, 0, 0, 0]]);
  });

  it('keeps versions of a file apart, and equal files at different paths', () => {
    const { add, copy, copied, metas } = newForeign();
    const versions = [
      coverageOf(),
      coverageOf(`g();\n${SOURCE}\nfunction g() {}`),
      coverageOf(SOURCE, '/app/src/b.js'),
    ];
    for (const [index, version] of versions.entries()) {
      version.s[0] = index + 1;
      add(version);
      copy();
    }
    assert.equal(metas.size, 3);
    assert.deepEqual(
      copied().map(([first]) => first),
      [1, 2, 3],
    );
  });

  it('keeps the hits of a file that the app removes, and continues when it is back', () => {
    const { files, add, copy, copied } = newForeign();
    const file = coverageOf();
    add(file);
    file.s[0] = 5;
    copy();
    files.clear();
    copy();
    file.s[0] = 6;
    add(file);
    copy();
    assert.deepEqual(copied(), [[6, 0, 0, 0, 0]]);
  });

  it('reads a missing count as 0', () => {
    const { add, copy, copied } = newForeign();
    const file = coverageOf();
    Object.assign(file, { s: { 1: 2 }, f: {}, b: { 0: [3] } });
    add(file);
    copy();
    assert.deepEqual(copied(), [[0, 2, 0, 3, 0]]);
  });

  describe('with invalid entries in __coverage__', () => {
    afterEach(killLeftPrograms);

    it('warns once, skips them, and copies the valid entries', async () => {
      const program = startSource(`
        const { createForeignCounters } = load('runtime/foreign-counters.ts');
        const counters = new Uint32Array(5);
        const good = ${JSON.stringify({ ...coverageOf(), s: { 0: 4, 1: 0 } })};
        const odd = { ...good, branchMap: { 0: { ...good.branchMap[0], type: 'perhaps' } } };
        const files = Object.entries({ none: null, number: 1, empty: {}, odd, good });
        const metaKeeper = { keep: () => 'hash' };
        const copy = createForeignCounters({
          root: '/app', read: () => files, metaKeeper, countersOf: () => counters,
        });
        for (let times = 0; times < 3; times++) copy();
        console.log(counters.join());`);
      assert.equal(await program.exitCode, 0, program.output());
      assert.equal(program.stdout(), '4,0,0,0,0\n');
      assert.match(
        program.stderr(),
        /^covermain: __coverage__ has an invalid entry "none": [^\n]*\. Invalid entries are not measured\.\n$/,
      );
    });
  });
});
