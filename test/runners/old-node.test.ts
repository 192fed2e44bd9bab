/** Tests that processes of unsupported versions of Node run as without covermain. Installs these versions. */
import assert from 'node:assert/strict';
import { installNode } from '../../scripts/install-node.js';
import { outcomeOf } from '../support/measured-programs.js';
import { killLeftPrograms, start, startCovermain } from '../support/program.js';
import { functionCounts, makeProject, type Project } from '../support/project.js';

/** Prints its version in each of two threads, and exits with 3. */
const CHILD = `
const [major] = process.versions.node.split('.');
console.log(process.version, process.execArgv);
if (Number(major) >= 12) {
  const { isMainThread, Worker } = require('worker_threads');
  if (isMainThread) new Worker(__filename);
}
process.exitCode = 3;
`;

describe('a process of an unsupported version of Node', () => {
  let project: Project;

  before(() => {
    project = makeProject({
      'package.json': '{}',
      '.nycrc': JSON.stringify({ include: ['src/**'], reporter: ['json'] }),
      'child.js': CHILD,
      'src/parent.js': `
        function parent() {
          const { spawnSync } = require('node:child_process');
          const env = process.argv[3] ? { PATH: process.env.PATH } : process.env;
          process.exitCode = spawnSync(process.argv[2], ['child.js'], { stdio: 'inherit', env }).status;
        }
        parent();`,
    });
  });

  afterEach(killLeftPrograms);
  after(() => project.remove());

  for (const version of ['8', '10', '12', '14', '16', '18']) {
    it(`runs unchanged as a child and as the command (Node ${version})`, async () => {
      const node = installNode(version);
      const child = [process.execPath, 'src/parent.js', node];
      for (const command of [child, [...child, 'own environment'], [node, 'child.js']]) {
        const [program = '', ...args] = command;
        const plain = await outcomeOf(start(project, program, args, {}));
        assert.equal(plain.code, 3, plain.stderr);
        const measured = await outcomeOf(startCovermain(project, ['run', '--', ...command]));
        assert.deepEqual([measured.code, measured.stdout], [3, plain.stdout]);
        const notes = measured.stderr.split('\n').filter((line) => line.includes('not measured'));
        assert.match(
          notes.join('\n'),
          new RegExp(`^covermain: process \\d+ \\(Node ${version}\\S+\\) is not measured: .*$`),
        );
        assert.doesNotMatch(measured.stderr, /SyntaxError|no file that ran/);
        if (program !== node) assert.equal(functionCounts(project, 'src/parent.js').parent, 1);
      }
    });
  }
});
