/** Go's tools read the text, and compute the same numbers from it as `files` and `func` print. */
import assert from 'node:assert/strict';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Range } from 'istanbul-lib-coverage';
import { filesCommand } from '../../../src/commands/files.js';
import { funcCommand } from '../../../src/commands/func.js';
import { textfmtCommand } from '../../../src/commands/textfmt.js';
import type { Ratio } from '../../../src/report/figures/ratio.js';
import type { FunctionSummary } from '../../../src/report/functions.js';
import type { PathSummary, Summary } from '../../../src/report/summary.js';
import { assertFailed, call } from '../../support/commands.js';
import { COUNTS, type ExecutedProject, makeExecutedProject } from '../../support/executed-scripts.js';
import {
  coverageByStart,
  type GoProfile,
  goCoverage,
  goFunctionCoverage,
  parseGoProfiles,
} from '../../support/go-cover.js';
import { REPOSITORY } from '../../support/project.js';

const SOURCES = {
  'main.js': 'let a = 1;\nif (a) {\n  a;\n} else {\n  a = 2;\n}\n',
  'src/f.js':
    'function f(a) {\n  if (a) return 1;\n  return 2;\n}\nf(1);\nfunction g() {\n  f();\n}\nfunction h() {}\n',
  'src/acorn.js': readFileSync(join(REPOSITORY, 'node_modules/acorn/dist/acorn.js'), 'utf8'),
};

/** Removes the percentage. */
const ratioOf = ({ covered, total }: Ratio): Ratio => ({ covered, total });

const READ = { inputs: [COUNTS], environment: {} };

describe('covermain textfmt', () => {
  let project: ExecutedProject;

  before(() => {
    project = makeExecutedProject(SOURCES, { 'out/old.cov': 'old' });
  });

  after(() => project.remove());

  const print = async () => `${(await call(textfmtCommand, project.root, READ)).printed}\n`;

  it('prints a profile of mode atomic that Go can parse', async () => {
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

  it('adds its own texts up line by line, as goc does', async () => {
    const once = await print();
    for (const name of ['one.cov', 'two.cov']) writeFileSync(join(project.root, name), once);
    const { printed, said } = await call(textfmtCommand, project.root, {
      ...READ,
      inputs: ['one.cov', 'two.cov'],
    });
    const twice = once.replace(/\d+$/gm, (count) => String(2 * Number(count)));
    assert.equal(`${printed}\n`, twice);
    assert.deepEqual(said, []);
    const filesOf = async (input: string) =>
      (await call(filesCommand, project.root, { ...READ, inputs: [input] })).printed;
    assert.equal(await filesOf('one.cov'), await filesOf(COUNTS));
  });

  it('prints the same text every time', async () => {
    assert.equal(await print(), await print());
  });

  it('gives Go the same statement counts as `files`', async () => {
    const profiles = parseGoProfiles(await print());
    const { files: summaries, total } = await json<{ files: readonly PathSummary[]; total: Summary }>(
      filesCommand,
    );
    assert.deepEqual(goCoverage(profiles), [total.statements.covered, total.statements.total]);
    for (const { path, statements } of summaries) {
      const profile = profiles.filter(({ fileName }) => fileName === path);
      assert.deepEqual(goCoverage(profile), [statements.covered, statements.total], path);
    }
  });

  it('gives Go the same statement counts as `func` for functions that are not nested', async () => {
    const [, , profile = assert.fail()] = parseGoProfiles(await print());
    const { functions } = await json<{ functions: readonly FunctionSummary[] }>(funcCommand);
    const { fnMap } = project.map[project.path('src/f.js')] ?? assert.fail();
    assert.deepEqual(
      functions.filter(({ path }) => path === 'src/f.js').map(({ statements }) => ratioOf(statements)),
      Object.values(fnMap).map(({ loc }) => sumOf(loc, profile, goFunctionCoverage)),
    );
  });

  it('contains the statement counts of `func` for nested functions, by the start of each block', async () => {
    const profiles = parseGoProfiles(await print());
    const { functions } = await json<{ functions: readonly FunctionSummary[] }>(funcCommand);
    for (const profile of profiles) {
      const ofFile = functions.filter(({ path }) => path === profile.fileName);
      assert.deepEqual(
        ofFile.map(({ line, statements }) => [line, ratioOf(statements)]),
        ownSums(profile),
        profile.fileName,
      );
    }
  });

  it('replaces the output file', async () => {
    const { exitCode, printed } = await call(textfmtCommand, project.root, {
      ...READ,
      output: 'out/old.cov',
    });
    assert.deepEqual([exitCode, printed], [0, '']);
    assert.equal(readFileSync(project.path('out/old.cov'), 'utf8'), await print());
    assert.deepEqual(readdirSync(project.path('out')), ['old.cov']);
  });

  it('prints to stdout when the output is -', async () => {
    assert.equal(
      `${(await call(textfmtCommand, project.root, { ...READ, output: '-' })).printed}\n`,
      await print(),
    );
  });

  it('fails when the file cannot be written, and when nothing was measured', async () => {
    const called = await call(textfmtCommand, project.root, { ...READ, output: 'none/a.cov' });
    assertFailed(called, 'OUTPUT_NOT_WRITABLE', /^Cannot write \S+none\/a\.cov: ENOENT/);
    project.write('empty.json', '{}');
    assertFailed(
      await call(textfmtCommand, project.root, { ...READ, inputs: ['empty.json'], output: 'out/empty.cov' }),
      'COVERAGE_EMPTY',
      /^No measured file in empty\.json\./,
    );
    assert.deepEqual(readdirSync(project.path('out')), ['old.cov']);
  });

  async function json<Document>(command: typeof filesCommand): Promise<Document> {
    return JSON.parse((await call(command, project.root, { ...READ, json: true })).printed);
  }

  /** The line of each function, and its sum less those of the functions in it. */
  function ownSums(profile: GoProfile): readonly (readonly [line: number, share: Ratio])[] {
    const { fnMap } = project.map[project.path(profile.fileName)] ?? assert.fail(profile.fileName);
    const functions = Object.values(fnMap).sort((one, other) => compare(one.decl.start, other.decl.start));
    return functions.map(({ decl, loc }) => {
      const inner = functions.filter((other) => other.loc !== loc && contains(loc, other.loc));
      const next = inner.filter(
        (one) => !inner.some((other) => other !== one && contains(other.loc, one.loc)),
      );
      const { covered, total } = sumOf(loc, profile, coverageByStart);
      const sums = next.map((one) => sumOf(one.loc, profile, coverageByStart));
      return [
        decl.start.line,
        {
          covered: sums.reduce((rest, sum) => rest - sum.covered, covered),
          total: sums.reduce((rest, sum) => rest - sum.total, total),
        },
      ];
    });
  }
});

function sumOf({ start, end }: Range, profile: GoProfile, coverageOf: typeof goFunctionCoverage): Ratio {
  const columns = { startCol: start.column + 1, endCol: end.column + 1 };
  const [covered, total] = coverageOf({ ...columns, startLine: start.line, endLine: end.line }, profile);
  return { covered, total };
}

function contains(outer: Range, inner: Range): boolean {
  return compare(outer.start, inner.start) <= 0 && compare(inner.end, outer.end) <= 0;
}

function compare(one: Range['start'], other: Range['start']): number {
  return one.line - other.line || one.column - other.column;
}
