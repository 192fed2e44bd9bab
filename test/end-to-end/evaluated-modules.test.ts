/** Bundles that evaluate modules from strings are measured by the modules' source maps, or a note names what is missing. */
import assert from 'node:assert/strict';
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { compileByWebpack, JAVASCRIPT } from '../support/compilers.js';
import { killLeftPrograms, startCovermain } from '../support/program.js';
import { functionCounts, makeProject, type Project } from '../support/project.js';

describe('a bundle that evaluates its modules', () => {
  let project: Project;
  before(() => {
    project = makeProject(JAVASCRIPT);
  });
  afterEach(() => {
    killLeftPrograms();
    rmSync(project.path('coverage'), { recursive: true, force: true });
  });
  after(() => project.remove());

  async function run(devtool: string, include: readonly string[]): Promise<string> {
    const config = { include, exclude: ['out/**/lib_*'], reporter: ['json'] };
    writeFileSync(project.path('.nycrc'), JSON.stringify(config));
    const main = await compileByWebpack(project, `out/${devtool}`, { mode: 'development', devtool });
    const program = startCovermain(project, ['run', '--', 'node', main]);
    assert.equal(await program.exitCode, 0, program.output());
    assert.equal(program.stdout(), "9 [ 1, 3, 6 ]\n[ 'late' ]\ndone\n");
    return program.output();
  }

  const reportedFiles = () =>
    Object.keys(JSON.parse(readFileSync(project.path('coverage/coverage-final.json'), 'utf8'))).map((file) =>
      file.slice(project.root.length + 1),
    );

  it('is measured by inline maps, the second time from the cache, and its stack traces lead to the sources', async () => {
    writeFileSync(
      project.path('lib/late.js'),
      "export const late = () => 'late';\nconsole.error(new Error('trace').stack);\n",
    );
    for (const _ of ['cold', 'warm']) {
      const output = await run('eval-source-map', ['lib/**']);
      assert.deepEqual(reportedFiles().sort(), Object.keys(JAVASCRIPT).sort());
      assert.deepEqual(Object.values(functionCounts(project, 'lib/shape.js')), [3, 1, 3]);
      assert.match(output, /at eval \(\S+lib\/late\.js:2:/);
      assert.doesNotMatch(output, /not measured/);
    }
    writeFileSync(project.path('lib/late.js'), JAVASCRIPT['lib/late.js']);
  });

  it('is measured by inline maps without the texts of the sources', async () => {
    await run('eval-nosources-source-map', ['lib/**']);
    assert.equal(functionCounts(project, 'lib/util.js').limit, 1);
  });

  for (const devtool of ['eval', 'eval-cheap-source-map', 'eval-cheap-module-source-map']) {
    it(`is not measured with devtool ${devtool}, and a note says why`, async () => {
      const output = await run(devtool, ['lib/**']);
      assert.match(
        output,
        /lib\/main\.js, lib\/shape\.js, lib\/util\.js.*: not measured, because out\/\S+main\.js.* evaluates the code from strings without usable source maps\./,
      );
      assert.doesNotMatch(output, /include|no file that ran/);
    });
  }

  it('shows no source with the count 0 that was evaluated without a map, only the bundle itself if it is selected', async () => {
    const output = await run('eval', ['lib/**', 'out/eval/**']);
    assert.deepEqual(reportedFiles(), ['out/eval/main.js']);
    assert.match(output, /lib\/main\.js, .*: not measured/);
  });
});
