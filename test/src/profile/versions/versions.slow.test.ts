/** Grouping metas into versions of a file. */
import assert from 'node:assert/strict';
import { transformSync } from 'esbuild';
import { createInstrument, type Instrumented } from '../../../../src/instrument/index.js';
import { istanbulCountsOf } from '../../../../src/interchange/from-istanbul.js';
import { decodeMeta, hashOf, metaNameOf } from '../../../../src/profile/format/meta-file.js';
import { UNKNOWN_SOURCE } from '../../../../src/profile/model/file-meta.js';
import { itemsOf } from '../../../../src/profile/model/meta-items.js';
import { versionsByPath } from '../../../../src/profile/versions/versions.js';
import { carry, type ExecutedText, executeText } from '../../../support/edited-programs.js';
import { instrumentWith, OPTIONS } from '../../../support/engines.js';
import { countersOf, metaOf, profileOf, randomOf } from '../../../support/profiles.js';
import { randomEdits } from '../../../support/random-edits.js';
import { globalsOf, randomProgram } from '../../../support/random-programs.js';
import { totalsOfAll } from '../../../support/random-totals.js';

const A = metaOf({ path: 'a.ts' });
/** Data of a tool that does not record the source. */
const A_UNTOLD = metaOf({ path: 'a.ts', sourceHash: UNKNOWN_SOURCE });
/** An edit that changes no range. */
const A_LATER = metaOf({ path: 'a.ts', sourceHash: 'c'.repeat(64) });
const OTHER_UNTOLD = metaOf({ path: 'a.ts', sourceHash: UNKNOWN_SOURCE, statements: [] });
const A_LESS = metaOf({ path: 'a.ts', functions: [] });

const MONDAY = '2025-01-06T12:00:00.000Z';
const TUESDAY = '2025-01-07T12:00:00.000Z';

/** Returns the sums of the versions of the file. Each meta is counted once, at its time. */
function sumsOf(...counted: readonly (readonly [meta: typeof A, end: string])[]) {
  const metas = new Map(counted.map(([meta]) => [countersOf(meta, []).meta, meta]));
  const profiles = counted.map(([meta, end]) => profileOf([countersOf(meta, [1, 1, 1])], { end }));
  const versions = versionsByPath(totalsOfAll({ metas, profiles })).get('a.ts') ?? [];
  return versions.map(({ meta, counters }) => [meta.sourceHash.slice(0, 1), counters[0]]);
}

describe('the versions of a file', () => {
  it('are one per source, the newest first', () => {
    assert.deepEqual(sumsOf([A, MONDAY], [A_LATER, TUESDAY]), [
      ['c', 1],
      ['0', 1],
    ]);
  });

  it('include data with an unknown source in the source with the same ranges', () => {
    assert.deepEqual(sumsOf([A_UNTOLD, MONDAY], [A, TUESDAY]), [['0', 2]]);
    assert.deepEqual(sumsOf([A_UNTOLD, MONDAY], [A_LESS, MONDAY], [A, MONDAY]), [['0', 3]]);
  });

  it('include it in the newest of several such sources', () => {
    assert.deepEqual(sumsOf([A, MONDAY], [A_UNTOLD, MONDAY], [A_LATER, TUESDAY]), [
      ['c', 2],
      ['0', 1],
    ]);
  });

  it('keep it separate if any range differs', () => {
    const [first, second] = sumsOf([A, TUESDAY], [OTHER_UNTOLD, MONDAY]);
    assert.deepEqual([first?.[1], second?.[1]], [1, 1]);
  });
});

describe('a compiled source', () => {
  it('has functions with the same text hashes as the uncompiled source', () => {
    const source = 'class A { private f(a: number): number { return a; } }\nconst g = (a: string) => a;\n';
    const { code, map } = transformSync(source, { loader: 'ts', sourcemap: true, sourcefile: 'a.ts' });
    const compiled = createInstrument('probe', OPTIONS)(code, '/app/a.js', JSON.parse(map));
    const [raw, traced] = [instrumentWith('probe', source, 'a.ts'), compiled].map(textsOf);
    assert.deepEqual(traced, raw);
    assert.equal(new Set(raw).size, 2);
  });

  function textsOf({ metas: [bytes] }: Instrumented) {
    assert.ok(bytes);
    return decodeMeta(bytes, metaNameOf(hashOf(bytes))).functions.map(({ textHash }) => textHash);
  }
});

/** Whether each item of a text is in a function. */
function inFunctions({ meta }: ExecutedText, names?: readonly string[]): readonly boolean[] {
  const functions = itemsOf(meta)
    .filter(({ kind }) => kind === 'function')
    .map(({ range }) => range)
    .filter((_, index) => names?.includes(meta.functions[index]?.name ?? '') ?? true);
  const isIn = ([line, column]: readonly number[]) =>
    functions.some(([startLine, startColumn, endLine, endColumn]) => {
      const isBehind = Number(line) > startLine || (line === startLine && Number(column) >= startColumn);
      return isBehind && (Number(line) < endLine || (line === endLine && Number(column) < endColumn));
    });
  return itemsOf(meta).flatMap(({ range, size }) => Array(size).fill(isIn(range)));
}

describe('an edited program with the same behaviour', () => {
  let found = 0;
  for (let seed = 0; seed < 150; seed++) {
    it(`gets only counts that its own run would have (seed ${seed})`, async () => {
      const run = (text: string) => executeText(text, globalsOf(seed).globals);
      const before = await run(randomProgram(seed));
      const { text, untouched } = randomEdits(randomOf(seed), before.text, before.meta);
      if (text === before.text) return;
      const after = await run(text);
      const carried = istanbulCountsOf(carry(before, after).file);
      const isInAny = inFunctions(after);
      const isInUntouched = inFunctions(after, untouched);
      for (const [item, count] of carried.entries()) {
        if (count > 0) found++;
        if (count > 0 || isInUntouched[item])
          assert.equal(count, after.counts[item], `item ${item} of\n${text}`);
        if (count > 0) assert.ok(isInAny[item], `item ${item} of\n${text}`);
      }
    });
  }

  after(() => assert.ok(found > 1000, `${found} counts were carried over`));
});
