/** A CommonJS program loads `node:worker_threads` at any time and in any way, and its threads are measured. */
import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { type Measuring, outcomeOf, prepareMeasuring, startNode } from '../support/measured-programs.js';
import { killLeftPrograms } from '../support/program.js';
import { makeProject, type Project } from '../support/project.js';

/** Expressions that return the module, or a promise of it. */
const WAYS: readonly string[] = [
  "require('worker_threads')",
  "require('node:worker_threads')",
  "process.getBuiltinModule('worker_threads')",
  "process.getBuiltinModule('node:worker_threads')",
  "require('module').createRequire(__filename)('worker_threads')",
  "import('node:worker_threads')",
  "import('./imports.mjs')",
];

describe('threads of a program that loads worker_threads late', () => {
  let project: Project;
  let measuring: () => Measuring;

  before(async () => {
    project = makeProject({
      'package.json': '{}',
      'src/imports.mjs': "export { Worker } from 'node:worker_threads';",
      'src/work.cjs': 'function work() {} work();',
    });
    measuring = await prepareMeasuring(project);
  });

  afterEach(killLeftPrograms);
  after(() => project.remove());

  for (const way of WAYS) {
    it(`are counted after ${way}, also with an environment of their own`, async () => {
      const { env, functions } = measuring();
      writeFileSync(
        project.path('src/app.cjs'),
        `setTimeout(async () => {
          const { Worker } = await ${way};
          for (const env of [process.env, {}]) new Worker(__dirname + '/work.cjs', { env });
        }, 1);`,
      );
      const { code, stderr } = await outcomeOf(startNode(project, ['src/app.cjs'], env));
      assert.deepEqual([code, stderr], [0, '']);
      assert.deepEqual(functions('src/work.cjs'), { work: 2 });
    });
  }
});
