/** A window whose output has no reader any more, as in `covermain manual 2>&1 | head`. */
import assert from 'node:assert/strict';
import { killLeftPrograms, start } from '../support/program.js';
import { makeProject } from '../support/project.js';

const APP = `import { createServer } from 'node:http';
createServer().listen(0, '127.0.0.1', () => console.log('up'));
`;

describe('a window without a reader of its output', () => {
  afterEach(killLeftPrograms);

  it('ends, and does not log the failures of its own log', async () => {
    const project = makeProject({ 'src/main.js': APP });
    const command = 'node_modules/.bin/covermain manual --yes --timeout 2s 2>&1 | head -n 3';
    const program = start(project, 'sh', ['-c', command], {});
    assert.equal(await program.exitCode, 0, 'the exit code of head');
    assert.match(program.output(), /the window is open/);
    project.remove();
  });
});
