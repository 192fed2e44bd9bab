/** Tests runs in which other tools collect V8's own coverage, which describes the instrumented code. */
import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import { killLeftPrograms, start, startCovermain } from '../support/program.js';
import { functionCounts, makeProject, type Project, REPOSITORY } from '../support/project.js';

const FILES = {
  'package.json': '{}',
  '.nycrc': JSON.stringify({ include: ['src/**'], reporter: ['json'] }),
  'src/size.js': `exports.size = function size(value) {
  if (value > 1) return 'large';
  return 'small';
};
function never() {
  return 1;
}
`,
  'main.js': "require('./src/size.js').size(1);\n",
  'test/size.test.js': `const { test } = require('node:test');
test('size', () => { require('../src/size.js').size(1); });
`,
};

const NOTE = /V8's own coverage was also collected in .*Run those tools without covermain\./g;

describe("a run in which V8's own coverage is collected", () => {
  let project: Project;

  before(() => {
    project = makeProject(FILES);
  });

  afterEach(killLeftPrograms);
  after(() => project.remove());

  const C8 = `${REPOSITORY}/node_modules/c8/bin/c8.js`;

  for (const [title, command, env] of [
    ["Node's test runner", ['node', '--test', '--experimental-test-coverage'], {}],
    ['c8', ['node', C8, '--reporter', 'none', 'node', 'main.js'], {}],
    ['NODE_V8_COVERAGE', ['node', 'main.js'], { NODE_V8_COVERAGE: 'v8' }],
  ] as const) {
    it(`has right counts, and one note that the others are not right (${title})`, async () => {
      const program = startCovermain(project, ['run', '--', ...command], { env });
      assert.equal(await program.exitCode, 0, program.output());
      assert.equal(program.stderr().match(NOTE)?.length, 1, program.output());
      assert.deepEqual(functionCounts(project, 'src/size.js'), { size: 1, never: 0 });
      if (title === 'NODE_V8_COVERAGE') assert.ok(readdirSync(project.path('v8')).length > 0);
    });
  }

  it('has no note if only covermain itself is measured by V8', async () => {
    const args = [C8, '--reporter', 'none', 'node_modules/covermain/bin/covermain.js', 'run'];
    const program = start(project, 'node', [...args, '--no-report', '--', 'echo', 'none'], {});
    assert.equal(await program.exitCode, 0, program.output());
    assert.doesNotMatch(program.output(), NOTE);
  });
});
