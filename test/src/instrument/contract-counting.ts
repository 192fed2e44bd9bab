/** Contract of every engine: it counts what istanbul-lib-instrument counts, and does not change what the code does. */
import assert from 'node:assert/strict';
import { SourceMap } from 'node:module';
import { pathToFileURL } from 'node:url';
import type { FileCoverageData } from 'istanbul-lib-coverage';
import { createInstrumenter } from 'istanbul-lib-instrument';
import type { EngineName } from '../../../src/settings/index.js';
import { instrumentWith, mapsOf } from '../../support/engines.js';
import { runInRealm } from '../../support/run-in-realm.js';

const PROGRAM = `
function grade(points, pass = 50) {
  if (points >= pass && points > 0) return 'passed';
  for (let tries = 0; tries < 2; tries++) points += tries;
  switch (points) {
    case 1: return 'one';
    default: return points > 10 ? 'some' : 'few';
  }
}
class Box {
  get size() { return 1; }
  static of(value) { this.value ??= value; return new Box(); }
}
const never = () => { throw new Error('never'); };
try { never.missing.property; } catch { Box.of(1).size; }
result = [grade(60), grade(20, 40), grade(0)].join();
`;

/** Returns the count of the statement that starts with `text`. */
function countOf(counts: FileCoverageData, text: string): number | undefined {
  const lines = PROGRAM.split('\n');
  const line = lines.findIndex((candidate) => candidate.includes(text)) + 1;
  const column = lines[line - 1]?.indexOf(text);
  const found = Object.entries(counts.statementMap).find(
    ([, { start }]) => start.line === line && start.column === column,
  );
  return found && counts.s[found[0]];
}

/** Returns the data without the fields that identify a version of the file. */
function withoutHash(counts: FileCoverageData): unknown {
  const {
    hash: _,
    _coverageSchema: __,
    ...rest
  } = counts as FileCoverageData & Readonly<Record<string, unknown>>;
  return rest;
}

/** Defines the tests of counting for one engine. */
export function describeCounting(engine: EngineName): void {
  it('has the maps and counts of istanbul-lib-instrument when its code runs', () => {
    const istanbul = createInstrumenter({ esModules: true, compact: false, autoWrap: true });
    const code = istanbul.instrumentSync(PROGRAM, '/app/a.js');
    const reference = runInRealm({
      code,
      insertions: undefined,
      map: () => undefined,
      metas: [],
      coverage: () => [],
    });
    const instrumented = runInRealm(instrumentWith(engine, PROGRAM));
    assert.deepEqual(withoutHash(instrumented.counts()), withoutHash(reference.counts()));
    assert.equal(instrumented.realm.result, 'passed,some,one');
  });

  it('counts how often each function, statement and branch ran', () => {
    const counts = runInRealm(instrumentWith(engine, PROGRAM)).counts();
    const functions = Object.entries(counts.fnMap).map(([id, { name }]) => [name, counts.f[id]]);
    assert.deepEqual(functions, [
      ['grade', 3],
      ['(anonymous_1)', 1],
      ['(anonymous_2)', 1],
      ['(anonymous_3)', 0],
    ]);
    const branches = Object.entries(counts.branchMap).map(([id, { type }]) => [type, counts.b[id]]);
    assert.deepEqual(branches.slice(0, 5), [
      ['default-arg', [2]],
      ['if', [1, 2]],
      ['binary-expr', [3, 1]],
      ['switch', [1, 1]],
      ['cond-expr', [1, 0]],
    ]);
    assert.equal(countOf(counts, 'points += tries'), 4);
    assert.equal(countOf(counts, "return 'one'"), 1);
    assert.equal(countOf(counts, "throw new Error('never')"), 0);
  });

  it('returns the maps of a file with all counts 0', () => {
    const instrumented = instrumentWith(engine, PROGRAM);
    const [coverage = assert.fail()] = instrumented.coverage();
    const maps = ({ path, statementMap, fnMap, branchMap }: FileCoverageData) =>
      JSON.stringify([path, statementMap, fnMap, branchMap]);
    assert.equal(maps(coverage), maps(runInRealm(instrumented).counts()));
    const zeros = [coverage.s, coverage.f, coverage.b].flatMap((ids) => Object.values(ids).flat());
    assert.ok(zeros.length > 0 && zeros.every((count) => count === 0));
  });

  it('returns the same result for the same source', () => {
    const [first, second] = [PROGRAM, PROGRAM].map((source) => {
      const { code, insertions, metas, coverage, map } = instrumentWith(engine, source);
      return { code, insertions, metas, map: map(), coverage: coverage() };
    });
    assert.deepEqual(first, second);
  });

  it('returns objects without getters of their own, which V8 would keep in memory with what they refer to', () => {
    const properties = Object.values(Object.getOwnPropertyDescriptors(instrumentWith(engine, PROGRAM)));
    assert.ok(properties.length > 0 && properties.every(({ get }) => get === undefined));
  });

  it('does not count class methods that the configuration ignores', () => {
    const lines = ({ fnMap }: FileCoverageData) => Object.values(fnMap).map(({ decl }) => decl.start.line);
    const ignoreClassMethods = ['of', 'size'];
    assert.deepEqual(lines(mapsOf(engine, PROGRAM)), [2, 11, 12, 14]);
    assert.deepEqual(lines(mapsOf(engine, PROGRAM, 'a.js', { ignoreClassMethods })), [2, 14]);
  });

  it('returns a source map that traces each line to the file', () => {
    const { code, map } = instrumentWith(engine, PROGRAM, 'src/a b.js');
    const parsed = JSON.parse(map() ?? '');
    assert.deepEqual(parsed.sources, [pathToFileURL('/app/src/a b.js').href]);
    const lines = code.split('\n');
    const line = lines.findIndex((text) => text.includes("'one'"));
    const entry = new SourceMap(parsed).findEntry(line, lines[line]?.indexOf("'one'") ?? 0);
    assert.ok('originalLine' in entry);
    assert.equal(
      entry.originalLine,
      PROGRAM.split('\n').findIndex((text) => text.includes("'one'")),
    );
  });
}
