/** `covermain init` at the root of a workspace, and in one of its packages. */
import assert from 'node:assert/strict';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import {
  killLeftPrograms,
  type Program,
  start,
  startCovermain,
  startInTerminal,
} from '../support/program.js';
import { type Files, makeBareProject, type Project } from '../support/project.js';

const APP = 'hit();\nfunction hit() {}\n';
const manifest = (name: string, more: object) => JSON.stringify({ name, ...more });

const WORKSPACE: Files = {
  'package.json': manifest('shop', {
    workspaces: ['services/*', 'packages/*'],
    scripts: { start: 'npm start --workspace services/cart' },
  }),
  '.gitignore': 'node_modules/\ncoverage/\n',
  'yarn.lock': '',
  'services/cart/package.json': manifest('@shop/cart', { scripts: { start: 'node src/server.js' } }),
  'services/cart/src/server.js': APP,
  'services/orders/package.json': manifest('@shop/orders', {
    type: 'module',
    scripts: { dev: 'tsx src/main.ts' },
  }),
  'services/orders/src/main.ts': APP,
  'packages/shared/package.json': manifest('@shop/shared', { main: 'lib/shared.js' }),
  'fixtures/broken/package.json': '{',
  'packages/shared/lib/shared.js': 'exports.shared = 1;\n',
};

describe('covermain init in a workspace', function () {
  this.timeout(30_000);
  let project: Project;

  beforeEach(() => {
    project = makeBareProject(WORKSPACE);
    mkdirSync(project.path('.git'));
  });

  afterEach(() => {
    killLeftPrograms();
    project.remove();
  });

  const init = (...args: readonly string[]) => startCovermain(project, ['init', ...args]);

  it('lists the packages with an app at the root, and requires one of them', async () => {
    const program = await ended(init('--yes'), 2);
    assert.match(
      program.stderr(),
      /has several packages with an app: services\/cart, services\/orders\. Name one: covermain init --package services\/cart/,
    );
  });

  for (const name of ['services/orders', '@shop/orders']) {
    it(`sets up the package ${name}, and ignores its output in the .gitignore of the repository`, async () => {
      const program = await ended(init('--yes', '--package', name), 0);
      assert.match(program.stdout(), /^Found a script in services\/orders: src\/main\.ts, .*, yarn$/m);
      assert.match(
        program.stdout(),
        /^ {2}MANUAL_INTEGRATION=1 yarn --cwd services\/orders run cover:manual$/m,
      );
      assert.equal(
        readFileSync(project.path('.gitignore'), 'utf8'),
        'node_modules/\ncoverage/\ncoverage-data/\n.nyc_output/\n.covermain/\n',
      );
      assert.ok(existsSync(project.path('services/orders/test-manual/main.ts')));
      assert.ok(!existsSync(project.path('services/orders/.gitignore')));
    });
  }

  it('sets up the package in which it is called, and the script measures it', async () => {
    const cwd = project.path('services/cart');
    const program = await ended(startCovermain(project, ['init', '--yes'], { cwd }), 0);
    assert.match(program.stdout(), /^ {2}MANUAL_INTEGRATION=1 yarn run cover:manual$/m);
    const run = start(project, 'npm', ['run', 'cover:manual'], { cwd, env: { MANUAL_INTEGRATION: '1' } });
    assert.match((await ended(run, 0)).output(), /server\.js +\| +100/);
  });

  it('asks for the package on a terminal', async () => {
    const program = startInTerminal(project, 'covermain init');
    await program.printed(/Which package\?[\s\S]*services\/cart[\s\S]*services\/orders/);
    program.type('\r');
    await program.printed(/Found a script in services\/cart[\s\S]*Write these changes\?/);
    program.type('\r');
    assert.equal(await program.exitCode, 0, program.output());
    assert.ok(existsSync(project.path('services/cart/test-manual/main.js')));
  });

  it('sets up the root if that has an app itself', async () => {
    writeFileSync(
      project.path('package.json'),
      manifest('shop', { workspaces: ['services/*'], scripts: { start: 'node gateway.js' } }),
    );
    writeFileSync(project.path('gateway.js'), APP);
    const program = await ended(init('--yes'), 0);
    assert.match(program.stdout(), /^Found a script: gateway\.js, /m);
  });
});

async function ended(program: Program, code: number): Promise<Program> {
  assert.equal(await program.exitCode, code, program.output());
  return program;
}
