/** Sources with a byte order mark are counted as without it. */
import assert from 'node:assert/strict';
import { createRequire } from 'node:module';
import { transformSync } from 'esbuild';
import type typescript from 'typescript-js';
import { outcomeOf } from '../support/measured-programs.js';
import { startCovermain } from '../support/program.js';
import { makeProject, type Project } from '../support/project.js';

const ts = createRequire(import.meta.url)('typescript-js') as typeof typescript;

const MARK = '\uFEFF';
const JAVASCRIPT = 'if (process.pid) process.ran = 1;\nfunction never() { return 2; }\n';
const TYPESCRIPT = JAVASCRIPT.replace('process.ran', '(process as any).ran');

describe('a byte order mark', () => {
  let project: Project;

  afterEach(() => project.remove());

  async function covermain(...args: readonly string[]) {
    const outcome = await outcomeOf(startCovermain(project, args));
    assert.equal(outcome.code, 0, outcome.stderr);
    return outcome;
  }

  /** Runs each of the files by itself, and looks at all that was counted of the source. */
  async function assertCounted(source: string, ...files: readonly string[]): Promise<void> {
    const inputs = files.map((_, index) => `data/${index}`);
    for (const [index, file] of files.entries())
      await covermain('run', '--no-report', '--dir', `data/${index}`, '--', 'node', file);
    const { stdout } = await covermain('textfmt', ...inputs);
    assert.deepEqual(
      stdout.split('\n').filter((line) => line.startsWith(`${source}:`)),
      blocksOf(source, files.length),
    );
    const { stderr } = await covermain('report', ...inputs, '--reporter', 'json');
    assert.doesNotMatch(stderr, /changed|Several versions/);
  }

  /** Of its two lines, each begins where it does without a mark. */
  function blocksOf(source: string, count: number): readonly string[] {
    const [first = '', second = ''] = (source.endsWith('.ts') ? TYPESCRIPT : JAVASCRIPT).split('\n');
    const inner = first.indexOf(')') + 3;
    const returned = second.indexOf('return') + 1;
    return [
      `${source}:1.1,1.${inner} 1 ${count}`,
      `${source}:1.${inner},1.${first.length + 1} 1 ${count}`,
      `${source}:2.${returned},2.${second.length - 1} 1 0`,
    ];
  }

  it('changes no number and no column of CommonJS and ES modules', async () => {
    const [commonJs, module] = ['src/a.cjs', 'src/b.mjs'];
    project = makeProject({ [commonJs]: MARK + JAVASCRIPT, [module]: MARK + JAVASCRIPT });
    await assertCounted(commonJs, commonJs);
    await assertCounted(module, module);
  });

  it('changes nothing if one of two compilers counts it as a column', async () => {
    const { code, map } = transformSync(MARK + TYPESCRIPT, {
      loader: 'ts',
      format: 'cjs',
      sourcemap: true,
      sourcefile: '../src/a.ts',
    });
    const { outputText, sourceMapText = '' } = ts.transpileModule(TYPESCRIPT, {
      fileName: '../src/a.ts',
      compilerOptions: { sourceMap: true, module: ts.ModuleKind.CommonJS, target: ts.ScriptTarget.ES2022 },
    });
    project = makeProject({
      'package.json': '{}',
      'src/a.ts': MARK + TYPESCRIPT,
      'esbuild/a.js': `${code}//# sourceMappingURL=a.js.map\n`,
      'esbuild/a.js.map': map,
      'tsc/a.js': outputText,
      'tsc/a.js.map': JSON.stringify({ ...JSON.parse(sourceMapText), sources: ['../src/a.ts'] }),
    });
    await assertCounted('src/a.ts', 'esbuild/a.js', 'tsc/a.js');
  });
});
