/** `covermain watch --lcov FILE` keeps the file up to date while programs run, one after the other. */
import assert from 'node:assert/strict';
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { killLeftPrograms, type Program, startCovermain } from '../support/program.js';
import { makeProject, type Project } from '../support/project.js';
import { STEPPING_APP } from '../support/stepping-app.js';
import { onceIn } from '../support/wait-for-files.js';

const FILES = {
  'package.json': '{}',
  'src/app.js': STEPPING_APP,
  'src/unloaded.js': 'never();\nfunction never() {}\n',
};

describe('covermain watch', () => {
  let project: Project;

  beforeEach(() => {
    project = makeProject(FILES);
    mkdirSync(project.path('out'));
  });
  afterEach(() => {
    killLeftPrograms();
    project.remove();
  });

  async function startApp(...args: readonly string[]): Promise<Program> {
    const app = startCovermain(project, ['run', ...args, '--', process.execPath, 'src/app.js']);
    await app.printed(/ready/);
    return app;
  }

  async function end(app: Program): Promise<void> {
    app.endInput();
    assert.equal(await app.exitCode, 0, app.output());
  }

  const watch = (...args: readonly string[]) => startCovermain(project, ['watch', '--lcov', ...args]);
  const lcov = () => readFileSync(project.path('out/lcov.info'), 'utf8');

  /** Resolves once the file matches. Each version of it must be complete. */
  const once = (pattern: RegExp) =>
    onceIn(project.path('out'), async () => {
      const text = readdirSync(project.path('out')).includes('lcov.info') ? lcov() : '';
      if (text !== '') assert.match(text, /^TN:\n[\s\S]*end_of_record\n$/);
      return pattern.test(text) ? text : undefined;
    });

  it('writes what has run, and the final coverage of each run, until a signal', async () => {
    const watching = watch('out/lcov.info');
    await watching.printed(/Waiting for a measured program…/);
    const app = await startApp('--reporter', 'lcovonly');
    app.type('a');
    await once(/^FNDA:1,first\nFNDA:0,second$/m);
    app.type('b');
    await once(/^FNDA:1,first\nFNDA:1,second$/m);
    app.type('a');
    await end(app);
    await watching.printed(/has ended, and out\/lcov\.info contains its final coverage/);
    assert.equal(lcov(), readFileSync(project.path('coverage/lcov.info'), 'utf8'));
    assert.match(lcov(), /^SF:src\/app\.js$/m);

    const next = await startApp('--no-report');
    next.type('b');
    await once(/^FNDA:0,first\nFNDA:1,second$/m);
    watching.signalGroup('SIGINT');
    assert.equal(await watching.exitCode, 0, watching.output());
    assert.deepEqual(readdirSync(project.path('out')), ['lcov.info']);
    await end(next);
  });

  it('ends with the run that --run names', async () => {
    const app = await startApp('--no-report');
    const list = startCovermain(project, ['list', '--wait', '--json']);
    assert.equal(await list.exitCode, 0);
    const [status] = JSON.parse(list.stdout()) as { readonly run: string }[];
    const watching = watch('out/lcov.info', '--run', status?.run ?? '');
    await watching.printed(/follows run/);
    app.type('a');
    await end(app);
    assert.equal(await watching.exitCode, 0, watching.output());
    assert.match(lcov(), /^FNDA:1,first\nFNDA:0,second$/m);
  });

  it('writes again when it can, after one message', async () => {
    writeFileSync(project.path('blocked'), '');
    const watching = watch('blocked/lcov.info');
    assert.equal(await watching.exitCode, 1);
    const app = await startApp('--no-report');
    const later = watch('out/lcov.info');
    await later.printed(/follows run/);
    await once(/SF:src\/app\.js/);
    rmSync(project.path('out'), { recursive: true });
    writeFileSync(project.path('out'), '');
    app.type('a');
    await later.printed(/Cannot write .*out\/lcov\.info: .*\. The command tries again until it can\./);
    rmSync(project.path('out'));
    mkdirSync(project.path('out'));
    await once(/^FNDA:1,first$/m);
    later.signalGroup('SIGTERM');
    assert.equal(await later.exitCode, 0, later.output());
    assert.equal(later.stderr().split('Cannot write').length, 2);
    await end(app);
  });

  it('refuses to replace a source, and to run without a format', async () => {
    const refused = watch('src/app.js');
    assert.equal(await refused.exitCode, 2);
    assert.match(
      refused.stderr(),
      /Cannot write coverage to .*src\/app\.js: it exists and does not contain lcov/,
    );
    assert.equal(readFileSync(project.path('src/app.js'), 'utf8'), STEPPING_APP);
    const without = startCovermain(project, ['watch']);
    assert.equal(await without.exitCode, 2);
    assert.match(without.stderr(), /required option '--lcov <file>' not specified/);
  });
});
