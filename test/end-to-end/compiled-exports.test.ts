/** Exported functions that TypeScript compiled to CommonJS: their maps name the keyword `export`, not the function. */
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { killLeftPrograms, startCovermain } from '../support/program.js';
import { makeProject, type Project, REPOSITORY, reported } from '../support/project.js';

const SOURCE = 'export function f(x: number): number { return x ? 1 : 2; } f(1);';
const NAMES = ['[id]', 'my file', 'naïve'];

describe('exported functions that tsc compiled to CommonJS', () => {
  let project: Project;

  afterEach(() => {
    killLeftPrograms();
    project.remove();
  });

  it('have their counts, whatever characters are in the name of the file', async () => {
    const sources = NAMES.map((name) => [`src/${name}.ts`, SOURCE] as const);
    project = makeProject({
      ...Object.fromEntries(sources),
      'src/other.ts':
        'export default function (x: number) { return x ? 1 : 2; }\nexport async function g() {}',
      'lib/package.json': '{"type":"commonjs"}',
      'main.cjs': `for (const name of ${JSON.stringify(NAMES)}) require('./lib/' + name + '.js');
        const other = require('./lib/other.js'); other.default(0); other.g(); other.g();`,
    });
    const files = [...sources.map(([path]) => path), 'src/other.ts'];
    const options =
      '--target ES2019 --module commonjs --sourceMap --outDir lib --ignoreConfig --ignoreDeprecations 6.0';
    const tsc = [`${REPOSITORY}/node_modules/typescript/bin/tsc`, ...options.split(' '), ...files];
    execFileSync(process.execPath, tsc, { cwd: project.root });
    const program = startCovermain(project, ['run', '--reporter', 'json', '--', 'node', 'main.cjs']);
    assert.equal(await program.exitCode, 0, program.output());
    assert.doesNotMatch(program.output(), /traced/);
    for (const [path] of sources) {
      const { s, f, b } = reported(project, path);
      assert.deepEqual([s, f, b], [{ 0: 1, 1: 1 }, { 0: 1 }, { 0: [1, 0] }], path);
    }
    const { f, b } = reported(project, 'src/other.ts');
    assert.deepEqual([f, b], [{ 0: 1, 1: 2 }, { 0: [0, 1] }]);
  });
});
