/** Tests covermain as a dependency under Yarn's Plug'n'Play, where packages are in archives and `node_modules` does not exist. */
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { ask } from '../support/apps.js';
import { killLeftPrograms, start } from '../support/program.js';
import { functionCounts, makeProject, type Project, REPOSITORY } from '../support/project.js';
import { installTools } from '../support/runner-tools.js';

const SERVER = `
const http = require('node:http');
function hit() { return 'hit'; }
function never() {}
const server = http.createServer((request, response) => response.end(hit()));
server.listen(0, '127.0.0.1', () => console.log('listening on ' + server.address().port));
`;

describe("Yarn's Plug'n'Play", () => {
  let project: Project;
  let yarn: string;

  before(function () {
    yarn = join(installTools(this), 'node_modules/@yarnpkg/cli-dist/bin/yarn.js');
    project = makeProject({
      'package.json': JSON.stringify({ name: 'shop', dependencies: { covermain: 'file:./covermain.tgz' } }),
      '.yarnrc.yml': 'nodeLinker: pnp\nenableTelemetry: false\nenableImmutableInstalls: false\n',
      'yarn.lock': '',
      '.nycrc': JSON.stringify({ include: ['src/**'], reporter: ['json'] }),
      'src/server.js': SERVER,
    });
    rmSync(project.path('node_modules'), { recursive: true });
    const pack = ['pack', '--ignore-scripts', '--json', '--pack-destination', project.root];
    const [packed] = JSON.parse(execFileSync('npm', pack, { cwd: REPOSITORY, encoding: 'utf8' }));
    renameSync(project.path(packed.filename), project.path('covermain.tgz'));
    execFileSync(process.execPath, [yarn, 'install'], {
      cwd: project.root,
      stdio: ['ignore', 'pipe', 'inherit'],
    });
  });

  afterEach(killLeftPrograms);
  after(() => project?.remove());

  async function useServer(command: readonly string[]) {
    const program = start(project, process.execPath, [yarn, ...command], {});
    const [, port] = await program.printed(/listening on (\d+)/);
    const answers = [await ask(port, '/'), await ask(port, '/'), await ask(port, '/')];
    program.signalGroup('SIGINT');
    const end = await program.ended;
    return { answers, end, stdout: program.stdout().replace(/\d+/g, '#') };
  }

  it('runs and counts a server as without covermain', async () => {
    const plain = await useServer(['node', 'src/server.js']);
    const measured = await useServer(['covermain', 'run', '--', 'node', 'src/server.js']);
    assert.deepEqual(measured, plain);
    const { hit, never } = functionCounts(project, 'src/server.js');
    assert.deepEqual({ hit, never }, { hit: 3, never: 0 });
  });
});
