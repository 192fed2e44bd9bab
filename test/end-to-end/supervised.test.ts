/** Programs that watch, restart or signal others work as without covermain. */
import assert from 'node:assert/strict';
import { outcomeOf, profileIn } from '../support/measured-programs.js';
import { killLeftPrograms, type Program, startCovermain } from '../support/program.js';
import { makeProject, type Project, REPOSITORY } from '../support/project.js';

const FILES = {
  'package.json': '{}',
  '.nycrc': JSON.stringify({ include: ['src/**'], all: false }),
  'src/server.js':
    "serve(); function serve() { setInterval(String, 1000); console.log('ready ' + process.pid); }",
  'src/graceful.js': `
    process.once('SIGUSR2', close);
    setInterval(String, 1000);
    console.log('ready ' + process.pid);
    function close() { console.log('closes'); process.kill(process.pid, 'SIGUSR2'); }`,
  // Restarts its child once, as nodemon does.
  'restarts.js': `
    const { spawn } = require('node:child_process');
    const [, , file] = process.argv;
    const run = (then) => {
      const child = spawn('node', [file], { stdio: ['ignore', 'pipe', 'inherit'] });
      child.on('exit', (code, signal) => { console.log('ended', code, signal); then(); });
      child.stdout.on('data', (data) => {
        console.log(String(data).trim());
        if (!String(data).includes('ready')) return;
        child.kill('SIGUSR2');
      });
    };
    run(() => run(() => {}));`,
};

describe('covermain run around a program that controls others', () => {
  let project: Project;

  before(() => {
    project = makeProject(FILES);
  });

  afterEach(killLeftPrograms);
  after(() => project.remove());

  const run = (directory: string, ...command: readonly string[]): Program =>
    startCovermain(project, ['run', '--no-report', '--dir', directory, '--', ...command]);

  for (const [title, file, functions] of [
    ['has no listener', 'src/server.js', { serve: 2 }],
    ['closes on it and then sends it to itself', 'src/graceful.js', { close: 2 }],
  ] as const) {
    it(`lets a supervisor restart a program by SIGUSR2 that ${title}`, async () => {
      const directory = `data/${file.length}`;
      const { code, stdout, stderr } = await outcomeOf(run(directory, 'node', 'restarts.js', file));
      assert.equal(code, 0, stderr);
      assert.equal(stdout.match(/ended null SIGUSR2/g)?.length, 2, stdout);
      assert.deepEqual(profileIn(project, directory).functions(file), functions);
    });
  }

  it('lets tsx watch end after its program has ended', async () => {
    const tsx = `${REPOSITORY}/node_modules/tsx/dist/cli.mjs`;
    const watch = "process.stdin.on('end', () => child.kill('SIGTERM')).resume();";
    const head = `const child = require('node:child_process').spawn(process.execPath, ['${tsx}', 'watch', 'src/server.js'],
      { stdio: ['ignore', 'inherit', 'inherit'] }).on('exit', (code, signal) => console.log('tsx ended', code, signal)); ${watch}`;
    const program = run('data/tsx', 'node', '-e', head);
    const [, pid] = await program.printed(/ready (\d+)/);
    process.kill(Number(pid), 'SIGTERM');
    while (isAlive(Number(pid))) await new Promise(setImmediate);
    program.endInput();
    await program.printed(/tsx ended/);
    assert.equal(await program.exitCode, 0, program.output());
    assert.doesNotMatch(program.output(), /Force killing/);
    assert.deepEqual(profileIn(project, 'data/tsx').functions('src/server.js'), { serve: 1 });
  });
});

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}
