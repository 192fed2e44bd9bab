/** Selections of .nycrc, compiled code beside its sources, and unreadable files. */
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { symlinkSync } from 'node:fs';
import { killLeftPrograms, startCovermain } from '../../support/program.js';
import { functionCounts, makeProject, type Project, REPOSITORY, reported } from '../../support/project.js';

const PROGRAM = `
export async function main(): Promise<void> {
  for (const value of [1, 2]) console.log(double(value));
}
function double(value: number): number {
  return value > 1 ? value * 2 : value + value;
}
`;

describe('a configuration', () => {
  let project: Project;

  afterEach(() => {
    killLeftPrograms();
    project.remove();
  });

  /** Runs the project's app, which finishes by itself. */
  async function run(
    args: readonly string[] = [],
    env: Readonly<Record<string, string>> = {},
  ): Promise<string> {
    const program = startCovermain(project, ['manual', ...args], {
      env: { MANUAL_INTEGRATION: '1', ...env },
    });
    assert.equal(await program.exitCode, 0, program.output());
    return program.output();
  }

  /** Compiles `src/` to `dist/`, with source maps. */
  function compile(): void {
    const tsc = `${REPOSITORY}/node_modules/typescript/bin/tsc`;
    const options = [
      '--outDir',
      'dist',
      '--rootDir',
      'src',
      '--sourceMap',
      '--target',
      'es2017',
      '--module',
      'nodenext',
    ];
    const types = ['--types', 'node', '--typeRoots', `${REPOSITORY}/node_modules/@types`];
    execFileSync(process.execPath, [tsc, ...options, ...types, 'src/main.ts'], {
      cwd: project.root,
      stdio: 'inherit',
    });
  }

  it('that selects everything is unaffected by a dist/ beside the sources that ran', async () => {
    project = makeProject({ '.nycrc': '{"reporter": "json"}', 'src/main.ts': PROGRAM });
    await run();
    const without = reported(project, 'src/main.ts');
    compile();
    await run();
    const { s, f, b, statementMap } = reported(project, 'src/main.ts');
    assert.deepEqual(
      { s, f, b, statementMap },
      { s: without.s, f: without.f, b: without.b, statementMap: without.statementMap },
    );
  });

  it('that selects only compiled code reports it on its sources', async () => {
    project = makeProject({
      '.nycrc': '{"include": ["dist/**"], "reporter": "json"}',
      'src/main.ts': PROGRAM,
    });
    compile();
    const output = await run(['dist/main.js']);
    assert.equal(functionCounts(project, 'src/main.ts').double, 2, output);
  });

  it('that selects only sources counts compiled code on them; the engine nyc cannot, and warns', async () => {
    project = makeProject({
      '.nycrc': '{"include": ["src/**"], "reporter": "json"}',
      'src/main.ts': PROGRAM,
    });
    compile();
    const output = await run(['dist/main.js']);
    assert.equal(functionCounts(project, 'src/main.ts').double, 2, output);
    assert.match(await run(['dist/main.js'], { COVER_ENGINE: 'nyc' }), /dist\/main\.js ran uncounted/);
  });

  it('that includes dependencies counts them', async () => {
    project = makeProject({
      '.nycrc': '{"include": ["node_modules/dep/**"], "exclude-node-modules": false, "reporter": "json"}',
      'node_modules/dep/package.json': '{"main": "index.cjs"}',
      'node_modules/dep/index.cjs': 'exports.used = function used() {};',
      'src/main.ts': "import { used } from 'dep';\nexport function main(): void { used(); }",
    });
    await run();
    assert.deepEqual(functionCounts(project, 'node_modules/dep/index.cjs'), { used: 1 });
  });

  it('with another cwd has patterns relative to it', async () => {
    project = makeProject({
      'package.json': '{"type": "module"}',
      'app/package.json': '{"type": "module"}',
      'app/.nycrc': '{"cwd": "..", "include": ["lib/**"], "reporter": "json", "report-dir": "coverage"}',
      'app/src/main.ts':
        "import { used } from '../../lib/used.js';\nexport function main(): void { used(); }",
      'lib/used.ts': 'export function used(): void {}',
    });
    const app = { ...project, root: project.path('app') };
    symlinkSync(project.path('node_modules'), `${app.root}/node_modules`);
    const program = startCovermain(app, ['manual', 'src/main.ts'], { env: { MANUAL_INTEGRATION: '1' } });
    assert.equal(await program.exitCode, 0, program.output());
    assert.deepEqual(functionCounts(project, 'lib/used.ts'), { used: 1 });
  });

  it('with one unreadable file still gives a report', async () => {
    project = makeProject({
      'src/main.ts': "import './broken.cjs';\nexport function main(): void {}",
      'src/broken.cjs': "console.log('ran');\n//# sourceMappingURL=broken.cjs.map\n",
      'src/broken.cjs.map': 'no JSON',
    });
    symlinkSync('nowhere', project.path('src/dangling.ts'));
    const output = await run();
    assert.match(output, /^ran$/m);
    assert.match(
      output,
      /the source map of src\/broken\.cjs is not valid JSON, so the compiled code is reported/,
    );
    assert.ok(reported(project, 'src/broken.cjs').s[0]);
    assert.match(
      output,
      /src\/dangling\.ts is not measured because it or its source map cannot be read: ENOENT/,
    );
    assert.equal(functionCounts(project, 'src/main.ts').main, 1);
  });
});
