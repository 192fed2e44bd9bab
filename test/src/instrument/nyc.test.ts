/** The engine `nyc` counts what istanbul-lib-instrument counts, in code that does what it did before. */
import assert from 'node:assert/strict';
import { SourceMap } from 'node:module';
import { pathToFileURL } from 'node:url';
import vm from 'node:vm';
import convertSourceMap from 'convert-source-map';
import type { CoverageMapData, FileCoverageData } from 'istanbul-lib-coverage';
import { createInstrumenter } from 'istanbul-lib-instrument';
import { createNycInstrument } from '../../../src/instrument/nyc.js';
import type { MeasuredFile } from '../../../src/profile/nyc-output.js';

const FILE = '/app/src/grades.js';

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

const instrument = createNycInstrument({ parserPlugins: [], ignoreClassMethods: [] });

/** Runs a script in a realm of its own, and gives what it left there. */
function run(code: string, file = FILE): { readonly result: unknown; readonly counts: FileCoverageData } {
  const realm: { result?: unknown; __coverage__?: CoverageMapData } = {};
  vm.runInNewContext(code, realm);
  const counts = JSON.parse(JSON.stringify(realm.__coverage__?.[file])) as FileCoverageData;
  return { result: realm.result, counts };
}

/** How often the statement ran that begins with `text`. */
function countOf(counts: FileCoverageData, text: string): number | undefined {
  const lines = PROGRAM.split('\n');
  const line = lines.findIndex((candidate) => candidate.includes(text)) + 1;
  const column = lines[line - 1]?.indexOf(text);
  const found = Object.entries(counts.statementMap).find(
    ([, { start }]) => start.line === line && start.column === column,
  );
  return found && counts.s[found[0]];
}

describe('the engine nyc', () => {
  it('counts as istanbul-lib-instrument does, by the same maps, where its text is run', () => {
    const istanbul = createInstrumenter({ esModules: true, compact: false, autoWrap: true });
    const theirs = run(istanbul.instrumentSync(PROGRAM, FILE));
    const ours = run(instrument(PROGRAM, FILE).code);
    assert.deepEqual(ours, theirs);
    assert.equal(ours.result, 'passed,some,one');
  });

  it('counts each function, statement and branch as often as it ran', () => {
    const { counts } = run(instrument(PROGRAM, FILE).code);
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

  it('gives the maps of a file with every count 0', () => {
    const { code, coverage } = instrument(PROGRAM, FILE);
    const { counts } = run(code);
    const maps = ({ path, statementMap, fnMap, branchMap }: FileCoverageData) =>
      JSON.stringify([path, statementMap, fnMap, branchMap]);
    assert.equal(maps(coverage), maps(counts));
    const zeros = [coverage.s, coverage.f, coverage.b].flatMap((ids) => Object.values(ids).flat());
    assert.ok(zeros.length > 0 && zeros.every((count) => count === 0));
  });

  it('gives the same for the same source', () => {
    assert.deepEqual(instrument(PROGRAM, FILE), instrument(PROGRAM, FILE));
  });

  it('leaves out class methods that the configuration ignores', () => {
    const ignoring = createNycInstrument({ parserPlugins: [], ignoreClassMethods: ['of', 'size'] });
    const names = (file: FileCoverageData) => Object.values(file.fnMap).map(({ decl }) => decl.start.line);
    assert.deepEqual(names(instrument(PROGRAM, FILE).coverage), [2, 11, 12, 14]);
    assert.deepEqual(names(ignoring(PROGRAM, FILE).coverage), [2, 14]);
  });

  it('brings an inline map that leads back to the file, line by line', () => {
    const { code } = instrument(PROGRAM, FILE);
    const map = convertSourceMap.fromSource(code)?.toObject();
    assert.deepEqual(map.sources, [pathToFileURL(FILE).href]);
    const line = code.split('\n').findIndex((text) => text.includes("'one'"));
    const entry = new SourceMap(map).findEntry(line, code.split('\n')[line]?.indexOf("'one'") ?? 0);
    assert.ok('originalLine' in entry);
    assert.equal(entry.originalSource, pathToFileURL(FILE).href);
    assert.equal(
      entry.originalLine,
      PROGRAM.split('\n').findIndex((text) => text.includes("'one'")),
    );
  });

  it('brings a map that leads back through that of compiled code to its source', () => {
    const map = {
      version: 3,
      sources: ['../src/main.ts'],
      names: [],
      mappings: 'AAAA,MAAM,UAAU,IAAI,KAAU,CAAC;AAC/B,MAAM,UAAU,MAAM,KAAU,CAAC',
    };
    const source = 'export function main() { }\nexport function missed() { }\n';
    const { code, coverage } = instrument(source, '/app/dist/main.js', map);
    const out = convertSourceMap.fromSource(code)?.toObject();
    assert.deepEqual(out.sources, ['file:///app/src/main.ts']);
    const line = code.split('\n').findIndex((text) => text.includes('function missed'));
    const entry = new SourceMap(out).findEntry(line, code.split('\n')[line]?.indexOf('missed') ?? 0);
    assert.ok('originalLine' in entry);
    assert.equal(entry.originalLine, 1);
    assert.deepEqual((coverage as MeasuredFile).inputSourceMap, map);
  });

  it('gives back as it was what is instrumented already', () => {
    const { code, coverage } = instrument(PROGRAM, FILE);
    assert.deepEqual(instrument(code, FILE), { code, coverage });
  });
});
