/** Code that a compiler made something else of is left out of the report, and named in a note. */
import assert from 'node:assert/strict';
import { readFileSync, writeFileSync } from 'node:fs';
import { minify } from '@swc/core';
import typescript from 'typescript-js';
import { compileByEsbuild, compileByTsc } from '../support/compilers.js';
import { killLeftPrograms, startCovermain } from '../support/program.js';
import { makeProject, type Project, reported } from '../support/project.js';

describe('the report of code that a compiler changed', () => {
  let project: Project;

  before(() => {
    project = makeProject({
      'src/greet.js': `export function greet(n) { if (!n) return 'hello stranger'; return 'hello ' + n; }
export function unused() { return 1; }
`,
      'src/main.js': `import { greet } from './greet.js';
export const used = () => 'used';
console.log(greet('page'), used(process.argv));
`,
      'src/nullish.ts': `const o = { a: 1, n: null as string | null };
export const never = o.a ?? 'never runs';
export const always = o.n ?? 'always runs';
`,
      'src/continue.js': `let hits = 0;
for (const v of [1, 2]) { if (v > 1) continue; hits += v; }
`,
      '.nycrc': JSON.stringify({ include: ['src/**'], reporter: ['json', 'text'] }),
    });
  });

  afterEach(killLeftPrograms);
  after(() => project.remove());

  /** @returns what was printed */
  async function run(main: string): Promise<string> {
    const program = startCovermain(project, ['run', '--dir', `data/${main}`, '--', 'node', main]);
    assert.equal(await program.exitCode, 0, program.output());
    return program.output();
  }

  it('names inlined functions, and does not show their file as missed', async () => {
    await compileByEsbuild(project, 'out', ['src/main.js'], { bundle: true, format: 'esm' });
    const map = project.path('out/main.js.map');
    const minified = await minify(readFileSync(project.path('out/main.js'), 'utf8'), {
      module: true,
      compress: { inline: 3, passes: 2, toplevel: true },
      sourceMap: { content: readFileSync(map, 'utf8') } as never,
    });
    assert.doesNotMatch(minified.code, /function greet/);
    writeFileSync(project.path('out/main.js'), `${minified.code}\n//# sourceMappingURL=main.js.map`);
    writeFileSync(map, minified.map ?? '');
    const output = await run('out/main.js');
    assert.match(output, /src\/greet\.js: greet \(line 1\), unused \(line 2\) cannot be traced/);
    assert.throws(() => reported(project, 'src/greet.js'), /is not in the report/);
    assert.doesNotMatch(output, /^ *greet\.js +\|/m);
  });

  it('leaves out the arms of a lowered operator, and counts its statement', async () => {
    const options = {
      module: typescript.ModuleKind.CommonJS,
      target: typescript.ScriptTarget.ES2019,
      sourceMap: true,
    };
    await run(compileByTsc(project, 'older', options, ['src/nullish.ts']));
    const { s, b } = reported(project, 'src/nullish.ts');
    assert.deepEqual([Object.values(s), b], [[1, 1, 1], {}]);
  });

  it('leaves out a folded `continue` with its `if`, and counts the loop', async () => {
    const options = { minify: true, target: 'es2022', format: 'esm' } as const;
    await run(await compileByEsbuild(project, 'small', ['src/continue.js'], options));
    const { statementMap, s } = reported(project, 'src/continue.js');
    const starts = Object.values(statementMap).map(({ start }) => `${start.line}:${start.column}`);
    assert.deepEqual(
      [starts, Object.values(s)],
      [
        ['1:11', '2:0'],
        [1, 1],
      ],
    );
  });
});
