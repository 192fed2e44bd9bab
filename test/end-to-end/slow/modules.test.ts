/** Tests that covermain counts code in every kind of module, however Node loads it. */
import assert from 'node:assert/strict';
import { killLeftPrograms, startCovermain } from '../../support/program.js';
import { functionCounts, makeProject, type Project, reported } from '../../support/project.js';

const ENABLED = { env: { MANUAL_INTEGRATION: '1' } };
const COMMONJS = { 'package.json': '{}' };

describe('covermain manual', () => {
  let project: Project;

  afterEach(() => {
    killLeftPrograms();
    project.remove();
  });

  /** Runs a project whose app exits by itself. @returns the output */
  async function run(files: Readonly<Record<string, string>>, args: readonly string[] = []): Promise<string> {
    project = makeProject(files);
    const program = startCovermain(project, ['manual', ...args], ENABLED);
    assert.equal(await program.exitCode, 0, program.output());
    return program.output();
  }

  const TYPED_HELPER = `
export interface Shape { readonly width: number; readonly height: number }
export enum Unit { Metre, Foot = 3 }
export function area(shape: Shape, unit?: Unit): number {
  return unit === Unit.Foot ? shape.width * shape.height * 0.09 : shape.width * shape.height;
}
export function never(): void {}
`;

  it('counts an ES-module TypeScript app with a top-level await and a dynamic import', async () => {
    await run({
      'src/main.ts': `
        const { area } = await import('./shape.js');
        export async function main(): Promise<void> {
          console.log(area({ width: 2, height: 3 }));
          const { late } = await import('./late.js');
          late();
        }`,
      'src/shape.ts': TYPED_HELPER,
      'src/late.ts': 'export const late = (): number => 1;',
    });
    assert.deepEqual(functionCounts(project, 'src/shape.ts'), { area: 1, never: 0 });
    assert.deepEqual(functionCounts(project, 'src/late.ts'), { '(anonymous_0)': 1 });
    assert.equal(functionCounts(project, 'src/main.ts').main, 1);
  });

  it('counts only the original code of a CommonJS TypeScript app, without helpers of the transpiler', async () => {
    await run({
      ...COMMONJS,
      'src/main.ts': `
        import { area, type Shape } from './shape';
        import path = require('node:path');
        export function main(): void {
          const shape: Shape = { width: 2, height: 3 };
          console.log(area(shape), path.sep);
        }`,
      'src/shape.ts': TYPED_HELPER,
    });
    const shape = reported(project, 'src/shape.ts');
    assert.deepEqual(functionCounts(project, 'src/shape.ts'), { area: 1, never: 0 });
    assert.equal(Object.keys(shape.statementMap).length, 1);
    assert.deepEqual(Object.values(shape.b), [[0, 1]]);
    assert.deepEqual(shape.statementMap['0']?.start, { line: 5, column: 2 });
  });

  it('counts a CommonJS JavaScript app', async () => {
    await run({
      ...COMMONJS,
      'src/main.js': "const { area } = require('./shape');\nexports.main = function main() { area(1, 2); };",
      'src/shape.js':
        'exports.area = function area(a, b) { return a * b; };\nexports.never = function never() {};',
      'test-manual/main.ts':
        "import { testMain } from 'covermain/harness';\ntestMain(() => import('../src/main.js'));",
    });
    assert.deepEqual(functionCounts(project, 'src/shape.js'), { area: 1, never: 0 });
    assert.equal(functionCounts(project, 'src/main.js').main, 1);
  });

  it('counts an ES-module JavaScript app without any TypeScript', async () => {
    await run({
      'src/main.js': "import { area } from './shape.mjs';\nexport default function () { area(1, 2); }",
      'src/shape.mjs': 'export function area(a, b) { return a * b; }',
      'test-manual/main.ts': '',
      'test-manual/main.js':
        "import { testMain } from 'covermain/harness';\ntestMain(() => import('../src/main.js'));",
    });
    assert.deepEqual(functionCounts(project, 'src/shape.mjs'), { area: 1 });
    assert.deepEqual(functionCounts(project, 'src/main.js'), { '(anonymous_0)': 1 });
  });

  it('counts .mts and .cts modules and sloppy-mode scripts', async () => {
    await run({
      'src/main.mts':
        "import { b } from './b.cjs';\nimport './sloppy.cjs';\nexport function main(): void { b(); }",
      'src/b.cts': 'export function b(): number { return 1; }',
      'src/sloppy.cjs': 'with ({ x: 010 }) { ran(x); }\nfunction ran(x) { return x; }',
      'test-manual/main.ts':
        "import { testMain } from 'covermain/harness';\ntestMain(() => import('../src/main.mjs'));",
    });
    assert.deepEqual(functionCounts(project, 'src/main.mts'), { main: 1 });
    assert.deepEqual(functionCounts(project, 'src/b.cts'), { b: 1 });
    assert.deepEqual(functionCounts(project, 'src/sloppy.cjs'), { ran: 1 });
  });

  it('counts CommonJS TypeScript from which ES modules import names', async () => {
    await run({
      'src/main.ts': "import { old } from './legacy/old.js';\nexport function main(): void { old(); }",
      'src/legacy/package.json': '{}',
      'src/legacy/old.ts': "import { inner } from './inner';\nexport function old(): void { inner(); }",
      'src/legacy/inner.ts': 'export function inner(): void {}',
    });
    assert.deepEqual(functionCounts(project, 'src/legacy/old.ts'), { old: 1 });
    assert.deepEqual(functionCounts(project, 'src/legacy/inner.ts'), { inner: 1 });
  });

  it('adds the counts of a file that is both imported and required', async () => {
    await run({
      'src/main.ts': `
        import { createRequire } from 'node:module';
        import { twice } from './twice.js';
        export function main(): void {
          twice();
          createRequire(import.meta.url)('./twice.ts').twice();
        }`,
      'src/twice.ts': 'export function twice(): void {}',
    });
    assert.deepEqual(functionCounts(project, 'src/twice.ts'), { twice: 2 });
  });

  it('counts decorators, JSX, namespaces and overloads', async () => {
    await run({
      'tsconfig.json': JSON.stringify({
        compilerOptions: { experimentalDecorators: true, jsx: 'react', jsxFactory: 'h' },
      }),
      'src/main.ts': `
        import { view } from './view.js';
        function log(target: unknown, name: string): void { console.log(name); }
        abstract class Base { abstract run(): void; constructor(protected readonly size = 1) {} }
        class Service extends Base { declare extra: string; @log run(this: Service): void { this.size; } }
        namespace Names { export const first = make(); }
        function make(): string { return 'made'; }
        function either(value: string): string;
        function either(value: number): number;
        function either(value: any): any { return value satisfies unknown; }
        export function main(): void { new Service().run(); either(1); view(Names.first); }`,
      'src/view.tsx': `
        const h = (name: string, props: object | null, ...children: unknown[]) => [name, props, children];
        export const view = <T extends string>(text: T) => <p title={text}>{text}</p>;`,
    });
    const { log, make, either, main, ...methods } = functionCounts(project, 'src/main.ts');
    assert.deepEqual({ log, make, either, main }, { log: 1, make: 1, either: 1, main: 1 });
    assert.deepEqual(Object.values(methods), [1, 1]); // the constructor and run
    assert.deepEqual(Object.values(functionCounts(project, 'src/view.tsx')), [1, 1]);
  });

  it('reports compiled code with a source map as its original source, whether it was loaded or not', async () => {
    const { source, code, map } = COMPILED;
    await run({
      '.nycrc': JSON.stringify({ include: ['dist/**', 'src/**'], reporter: ['json'] }),
      'src/main.ts': source,
      'dist/main.js': code.replace('FILE', 'main'),
      'dist/main.js.map': map('main'),
      'src/unused.ts': source,
      'dist/unused.js': code.replace('FILE', 'unused'),
      'dist/unused.js.map': map('unused'),
      'test-manual/main.ts':
        "import { testMain } from 'covermain/harness';\ntestMain(() => import('../dist/main.js'));",
    });
    assert.deepEqual(Object.values(functionCounts(project, 'src/main.ts')), [1, 0]);
    assert.deepEqual(Object.values(functionCounts(project, 'src/unused.ts')), [0, 0]);
    assert.throws(() => reported(project, 'dist/unused.js'), /is not in the report/);
  });

  it('counts an entry without a harness file', async () => {
    await run(
      {
        'test-manual/main.ts': 'throw new Error("not this one");',
        'src/start.ts': 'export function main(): void { started(); }\nfunction started(): void {}',
      },
      ['src/start.ts'],
    );
    assert.deepEqual(functionCounts(project, 'src/start.ts'), { main: 1, started: 1 });
  });

  it('counts a CommonJS entry that starts when it is imported', async () => {
    await run({ ...COMMONJS, 'app.js': 'start();\nfunction start() {}', '.nycrc': '{"reporter":"json"}' }, [
      'app.js',
    ]);
    assert.deepEqual(functionCounts(project, 'app.js'), { start: 1 });
  });

  it('reports 0 % for a file that was never loaded', async () => {
    await run({
      'src/main.ts': 'export function main(): void {}',
      'src/unused.ts': 'export function unused(): number { return 1; }',
    });
    assert.deepEqual(functionCounts(project, 'src/unused.ts'), { unused: 0 });
    assert.deepEqual(Object.values(reported(project, 'src/unused.ts').s), [0]);
  });

  it('runs a file that it cannot parse without counting it, and logs a warning with its name', async () => {
    const output = await run({
      'src/main.ts': "import { odd } from './odd.js';\nexport function main(): void { odd(); }",
      // tsx accepts a definite member with a value; the parsers of both engines reject it.
      'src/odd.ts':
        "export function odd(): void { console.log('ran oddly'); }\nclass Odd { x!: number = 1; }",
    });
    assert.match(output, /ran oddly/);
    assert.match(output, /src\/odd\.ts is not measured because it cannot be parsed: (.*)\(2:\d+\)/);
    assert.doesNotMatch(output, /odd\.ts +\|/);
    assert.deepEqual(functionCounts(project, 'src/main.ts'), { main: 1 });
  });

  it('warns when no file of an app was measured, and lists the loaded files', async () => {
    const output = await run({
      '.nycrc': JSON.stringify({ include: ['lib/**'] }),
      'src/main.ts': 'export function main(): void {}',
    });
    assert.match(output, /no file that ran was measured\. .*src\/main\.ts/);
    assert.doesNotMatch(output, /% Stmts/);
  });
});

/** A source with the functions `main` and, on the next line, `missed`, and tsc's output for it. */
const COMPILED = {
  source: 'export function main(): void {}\nexport function missed(): void {}\n',
  code: 'export function main() { }\nexport function missed() { }\n//# sourceMappingURL=FILE.js.map\n',
  map: (name: string) =>
    JSON.stringify({
      version: 3,
      file: `${name}.js`,
      sources: [`../src/${name}.ts`],
      names: [],
      mappings: 'AAAA,MAAM,UAAU,IAAI,KAAU,CAAC;AAC/B,MAAM,UAAU,MAAM,KAAU,CAAC',
    }),
};
