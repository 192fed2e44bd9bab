/** `process.execve` replaces the program of a process: the profiles of both programs are written. */
import assert from 'node:assert/strict';
import { outcomeOf, prepareMeasuring, startNode } from '../support/measured-programs.js';
import { killLeftPrograms } from '../support/program.js';
import { makeProject, type Project } from '../support/project.js';
import { AGENT, type Beside, USUAL } from '../support/with-agent.js';

const BESIDE: readonly (readonly [what: string, beside: Beside])[] = [
  ['', USUAL],
  [', with an agent', AGENT],
];

describe('process.execve', () => {
  let project: Project;

  afterEach(() => {
    killLeftPrograms();
    project?.remove();
  });

  for (const [what, { env, files, first }] of BESIDE) {
    it(`loses no hits of the old and the new program${what}`, async function () {
      if (!('execve' in process)) return this.skip();
      project = makeProject({
        'package.json': '{}',
        ...files,
        'src/before.js': `${first}
          hit();
          // Refused: it lives on.
          try { process.execve(process.execPath, 'none'); } catch (error) { console.log(error.code); }
          hit();
          process.execve(process.execPath, [process.execPath, 'src/behind.js'], process.env);
          function hit() {}`,
        'src/behind.js': 'hit(); process.exitCode = 3; function hit() {}',
      });
      const measuring = (await prepareMeasuring(project, { NODE_NO_WARNINGS: '1', ...env }))();
      const { code, stdout, stderr } = await outcomeOf(startNode(project, ['src/before.js'], measuring.env));
      assert.deepEqual([code, stdout, stderr], [3, 'ERR_INVALID_ARG_TYPE\n', '']);
      assert.equal(measuring.functions('src/before.js').hit, 2);
      assert.equal(measuring.functions('src/behind.js').hit, 1);
    });
  }
});
