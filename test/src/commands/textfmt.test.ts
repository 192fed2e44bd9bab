/** The text is one that Go's tools read, and their sums over it are those of `percent`, `files` and `func`. */
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Range } from 'istanbul-lib-coverage';
import { files } from '../../../src/commands/files.js';
import { func } from '../../../src/commands/func.js';
import { textfmt } from '../../../src/commands/textfmt.js';
import type { FunctionSummary } from '../../../src/report/functions.js';
import type { PathSummary, Summary } from '../../../src/report/summary.js';
import { assertFailed, call } from '../../support/commands.js';
import { type GoProfile, goCoverage, goFunctionCoverage, parseGoProfiles } from '../../support/go-cover.js';
import { REPOSITORY } from '../../support/project.js';
import { COUNTS, makeRanProject, type RanProject } from '../../support/ran.js';

const SOURCES = {
  'main.js': 'let a = 1;\nif (a) {\n  a;\n} else {\n  a = 2;\n}\n',
  'src/f.js': 'function f(a) {\n  if (a) return 1;\n  return 2;\n}\nf(1);\nconst g = () => 7;\n',
  'src/acorn.js': readFileSync(join(REPOSITORY, 'node_modules/acorn/dist/acorn.js'), 'utf8'),
};

const READ = { inputs: [COUNTS], environment: {} };

describe('covermain textfmt', () => {
  let project: RanProject;

  before(() => {
    project = makeRanProject(SOURCES, { 'out/old.cov': 'old' });
  });

  after(() => project.remove());

  const print = async () => `${(await call(textfmt, project.root, READ)).printed}\n`;

  it('prints what Go reads, in its mode atomic', async () => {
    const profiles = parseGoProfiles(await print());
    assert.deepEqual(
      profiles.map(({ fileName, mode }) => [fileName, mode]),
      [
        ['main.js', 'atomic'],
        ['src/acorn.js', 'atomic'],
        ['src/f.js', 'atomic'],
      ],
    );
    assert.ok(Number(profiles[1]?.blocks.length) > 1000);
  });

  it('prints the same whenever it is asked', async () => {
    assert.equal(await print(), await print());
  });

  it("has the statements of `files`, by Go's sum", async () => {
    const profiles = parseGoProfiles(await print());
    const { files: summaries, total } = await json<{ files: readonly PathSummary[]; total: Summary }>(files);
    assert.deepEqual(goCoverage(profiles), [total.statements.covered, total.statements.total]);
    for (const { path, statements } of summaries) {
      const profile = profiles.filter(({ fileName }) => fileName === path);
      assert.deepEqual(goCoverage(profile), [statements.covered, statements.total], path);
    }
  });

  it("has the statements of `func`, by Go's sum", async () => {
    const profiles = parseGoProfiles(await print());
    const { functions } = await json<{ functions: readonly FunctionSummary[] }>(func);
    for (const profile of profiles) {
      const ofFile = functions.filter(({ path }) => path === profile.fileName);
      assert.deepEqual(ofFile.map(ownOf), ownByGo(profile), profile.fileName);
    }
  });

  it('writes a file, in place of one that is there', async () => {
    const { exitCode, printed } = await call(textfmt, project.root, { ...READ, output: 'out/old.cov' });
    assert.deepEqual([exitCode, printed], [0, '']);
    assert.equal(readFileSync(project.path('out/old.cov'), 'utf8'), await print());
    assert.deepEqual(readdirSync(project.path('out')), ['old.cov']);
  });

  it('prints to stdout by the name -', async () => {
    assert.equal(`${(await call(textfmt, project.root, { ...READ, output: '-' })).printed}\n`, await print());
  });

  it('refuses a file that it cannot write, and coverage of nothing', async () => {
    const called = await call(textfmt, project.root, { ...READ, output: 'none/a.cov' });
    assertFailed(called, 'OUTPUT_NOT_WRITABLE', /none\/a\.cov cannot be written: ENOENT/);
    project.write('empty.json', '{}');
    assertFailed(
      await call(textfmt, project.root, { ...READ, inputs: ['empty.json'], output: 'out/empty.cov' }),
      'COVERAGE_EMPTY',
      /found none in empty\.json/,
    );
    assert.deepEqual(readdirSync(project.path('out')), ['old.cov']);
  });

  async function json<Document>(command: typeof files): Promise<Document> {
    return JSON.parse((await call(command, project.root, { ...READ, json: true })).printed);
  }

  /** Go has no functions inside functions, so of each the sums of those inside it are taken away. */
  function ownByGo(profile: GoProfile): readonly (readonly [line: number, covered: number, total: number])[] {
    const { fnMap } = project.map[project.path(profile.fileName)] ?? assert.fail(profile.fileName);
    const functions = Object.values(fnMap).sort((one, other) => compare(one.decl.start, other.decl.start));
    return functions.map(({ decl, loc }) => {
      const inner = functions.filter((other) => other.loc !== loc && contains(loc, other.loc));
      const next = inner.filter(
        (one) => !inner.some((other) => other !== one && contains(other.loc, one.loc)),
      );
      const [covered, total] = sumOf(profile, loc);
      const sums = next.map((one) => sumOf(profile, one.loc));
      return [
        decl.start.line,
        sums.reduce((rest, [part]) => rest - part, covered),
        sums.reduce((rest, [, part]) => rest - part, total),
      ];
    });
  }
});

function ownOf({
  line,
  statements,
}: FunctionSummary): readonly [line: number, covered: number, total: number] {
  return [line, statements.covered, statements.total];
}

function sumOf(profile: GoProfile, { start, end }: Range): readonly [covered: number, total: number] {
  const columns = { startCol: start.column + 1, endCol: end.column + 1 };
  return goFunctionCoverage({ ...columns, startLine: start.line, endLine: end.line }, profile);
}

function contains(outer: Range, inner: Range): boolean {
  return compare(outer.start, inner.start) <= 0 && compare(inner.end, outer.end) <= 0;
}

function compare(one: Range['start'], other: Range['start']): number {
  return one.line - other.line || one.column - other.column;
}
