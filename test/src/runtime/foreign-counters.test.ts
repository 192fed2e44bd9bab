/** Counts of other instrumenters come over as they grow, whatever the app does with them, and each version apart. */
import assert from 'node:assert/strict';
import type { FileCoverageData } from 'istanbul-lib-coverage';
import { createInstrumenter } from 'istanbul-lib-instrument';
import { decodeMeta, hashOf, metaNameOf } from '../../../src/profile/format/meta-file.js';
import { createForeignCounters } from '../../../src/runtime/foreign-counters.js';
import { killLeftPrograms } from '../../support/program.js';
import { startSource } from '../../support/sources.js';

const SOURCE = "function f(a) { return a ? 'yes' : 'no'; } f(1);";

/** What an instrumented file begins with. */
function coverageOf(source = SOURCE, path = '/app/src/a.js'): FileCoverageData {
  const instrumenter = createInstrumenter({ compact: false });
  instrumenter.instrumentSync(source, path);
  return JSON.parse(JSON.stringify(instrumenter.lastFileCoverage()));
}

/** Counters of all files that were brought, by the hash of their metas. */
function newForeign() {
  const files = new Map<string, FileCoverageData>();
  const metas = new Map<string, Uint8Array>();
  const counters = new Map<string, Uint32Array>();
  const bring = createForeignCounters({
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
  return { files, add, bring, metas, brought: () => [...counters.values()].map((one) => [...one]) };
}

describe('createForeignCounters', () => {
  it('brings statements, functions and branches, and the meta that says which they are', () => {
    const { add, bring, metas, brought } = newForeign();
    const file = coverageOf();
    Object.assign(file, { s: { 0: 1, 1: 2 }, f: { 0: 3 }, b: { 0: [4, 5] } });
    add(file);
    bring();
    assert.deepEqual(brought(), [[1, 2, 3, 4, 5]]);
    const [[hash, bytes] = assert.fail()] = metas;
    const meta = decodeMeta(Buffer.from(bytes), metaNameOf(hash));
    assert.deepEqual([meta.path, meta.probes, meta.functions[0]?.name], ['src/a.js', 5, 'f']);
  });

  it('brings what has been counted since, and nothing twice', () => {
    const { add, bring, brought } = newForeign();
    const file = coverageOf();
    add(file);
    bring();
    assert.deepEqual(brought(), [[0, 0, 0, 0, 0]]);
    file.s[0] = 5;
    for (let times = 0; times < 3; times++) bring();
    file.s[0] = 7;
    file.b[0] = [0, 1];
    bring();
    assert.deepEqual(brought(), [[7, 0, 0, 0, 1]]);
  });

  it('counts on where somebody sets counts back to 0', () => {
    const { add, bring, brought } = newForeign();
    const file = coverageOf();
    add(file);
    file.s = { 0: 5, 1: 9 };
    bring();
    file.s = { 0: 0, 1: 0 };
    bring();
    file.s = { 0: 2, 1: 0 };
    bring();
    assert.deepEqual(brought(), [[7, 9, 0, 0, 0]]);
  });

  it('counts on where a file is loaded again from 0', () => {
    const { add, bring, brought } = newForeign();
    const [first, second] = [coverageOf(), coverageOf()];
    first.s[0] = 5;
    add(first);
    bring();
    second.s[0] = 6;
    add(second);
    bring();
    assert.deepEqual(brought(), [[11, 0, 0, 0, 0]]);
  });

  it('keeps another version of a file apart, and the same file of two places', () => {
    const { add, bring, brought, metas } = newForeign();
    const versions = [
      coverageOf(),
      coverageOf(`g();\n${SOURCE}\nfunction g() {}`),
      coverageOf(SOURCE, '/app/src/b.js'),
    ];
    for (const [index, version] of versions.entries()) {
      version.s[0] = index + 1;
      add(version);
      bring();
    }
    assert.equal(metas.size, 3);
    assert.deepEqual(
      brought().map(([first]) => first),
      [1, 2, 3],
    );
  });

  it('forgets nothing of a file that is taken away, and counts on where it comes back', () => {
    const { files, add, bring, brought } = newForeign();
    const file = coverageOf();
    add(file);
    file.s[0] = 5;
    bring();
    files.clear();
    bring();
    file.s[0] = 6;
    add(file);
    bring();
    assert.deepEqual(brought(), [[6, 0, 0, 0, 0]]);
  });

  it('takes a count that is missing for 0', () => {
    const { add, bring, brought } = newForeign();
    const file = coverageOf();
    Object.assign(file, { s: { 1: 2 }, f: {}, b: { 0: [3] } });
    add(file);
    bring();
    assert.deepEqual(brought(), [[0, 2, 0, 3, 0]]);
  });

  describe('where the app keeps something else there', () => {
    afterEach(killLeftPrograms);

    it('says so once, passes over it, and brings the rest', async () => {
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
