/** A program that ends while mock-fs replaces its file system keeps its coverage. */
import assert from 'node:assert/strict';
import { type Measuring, outcomeOf, prepareMeasuring, startNode } from '../support/measured-programs.js';
import { killLeftPrograms } from '../support/program.js';
import { makeProject, type Project } from '../support/project.js';

/** Replaces Node's binding as mock-fs 5 does: `mock` in its lib/index.js. */
const MOCK_FS = `const binding = process.binding('fs');
for (const [name, real] of Object.entries(binding)) {
  if (typeof real === 'function' && /^[a-z]/.test(name)) binding[name] = function (...args) {
    if (this._mockedBinding) throw Object.assign(new Error('mocked'), { code: 'ENOENT' });
    return real.apply(this, args);
  }.bind(binding);
}
module.exports = () => { binding._mockedBinding = {}; };
`;

const MAIN = `const mock = require('mock-fs');
const fs = require('node:fs');
process.on('exit', function onExit() { try { fs.readFileSync(__filename); } catch (error) { console.log(error.message); } });
mock();
`;

describe('a program that ends while mock-fs replaces its file system', () => {
  let project: Project;
  let measuring: () => Measuring;

  before(async () => {
    project = makeProject({
      'package.json': '{}',
      'src/main.js': MAIN,
      'node_modules/mock-fs/index.js': MOCK_FS,
      'node_modules/mock-fs/package.json': '{}',
    });
    measuring = await prepareMeasuring(project);
  });

  afterEach(killLeftPrograms);
  after(() => project.remove());

  it('writes its profile, and its files stay mocked', async () => {
    const { env, functions } = measuring();
    const { code, stdout, stderr } = await outcomeOf(startNode(project, ['src/main.js'], env));
    assert.deepEqual({ code, stdout, stderr }, { code: 0, stdout: 'mocked\n', stderr: '' });
    assert.deepEqual(functions('src/main.js'), { onExit: 1 });
  });
});
