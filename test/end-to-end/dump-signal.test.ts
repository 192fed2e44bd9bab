/** The dump signal writes the profile, and the program continues. */
import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import { typedApp } from '../support/apps.js';
import { type Profile, prepareMeasuring, profileIn, startNode } from '../support/measured-programs.js';
import { killLeftPrograms, type Program, startCovermain } from '../support/program.js';
import { functionCounts, makeProject, type Project } from '../support/project.js';
import { onceIn } from '../support/wait-for-files.js';

/** No flush writes what a test has a signal write, and the agent is there only once it is asked for. */
const NO_FLUSH = { COVER_FLUSH: 'off' };

const HEARS = "process.on('SIGUSR2', heard); function heard(...args) { console.log('heard', ...args); }";

const FILES = {
  'package.json': '{}',
  '.nycrc': JSON.stringify({ include: ['src/**'], all: false, reporter: ['json'] }),
  'src/app.js': typedApp(),
  'src/hears.js': typedApp(HEARS),
  'src/comes-and-goes.js': typedApp(`
    process.once('SIGUSR2', () => console.log('heard once'));
    process.on('SIGUSR2', never).off('SIGUSR2', never);
    process.on('SIGUSR2', never).removeAllListeners('SIGUSR2');
    function never() {}`),
  'src/forks.js': typedApp(`
    if (!process.argv[2]) require('node:child_process').fork(__filename, ['child'], { stdio: 'inherit' });`),
  'src/main.ts': `
    export function main(): () => void {
      process.stdin.on('data', (typed: Buffer) => { for (const _ of typed) hit(); console.log('typed'); });
      process.on('SIGUSR2', heard);
      console.log('ready ' + process.pid);
      return () => process.stdin.destroy();
    }
    function hit(): void {}
    function heard(): void { console.log('heard'); }`,
  'late.js': `
    process.stdin.on('data', (typed) => { if (String(typed) === 'load') require('./src/app.js'); console.log('ok'); });
    console.log('ready');`,
  'starts-thread.js': `
    new (require('node:worker_threads').Worker)('./src/thread.js').on('message', console.log);
    process.stdin.resume();`,
  'src/thread.js': `
    require('node:worker_threads').parentPort.on('message', String).postMessage('ready');
    work();
    function work() {}`,
};

describe('the dump signal', () => {
  let project: Project;

  before(() => {
    project = makeProject(FILES);
  });

  afterEach(killLeftPrograms);
  after(() => project.remove());

  /** Resolves once what is written of a file has so many hits. */
  function onceWritten({ directory, read, functions }: Profile, file: string, hits: number): Promise<true> {
    return onceIn(project.path(directory), () => {
      const isThere = read().profiles.length > 0 && functions(file).hit === hits;
      return isThere || undefined;
    });
  }

  async function type(program: Program, text: string, hits: number): Promise<void> {
    program.type(text);
    await program.printed(new RegExp(`hits ${hits}\\n`));
  }

  async function end(program: Program): Promise<void> {
    program.endInput();
    assert.deepEqual(await program.ended, { code: 0, signal: null }, program.output());
  }

  it("writes the profile under covermain run, and also reaches the program's listeners", async () => {
    const program = startCovermain(
      project,
      ['run', '--no-report', '--dir', 'data/run', '--', 'sh', '-c', 'node src/hears.js; exit $?'],
      { env: NO_FLUSH },
    );
    const profile = profileIn(project, 'data/run');
    const [, pid] = await program.printed(/ready (\d+)/);
    await type(program, 'xxx', 3);
    process.kill(Number(pid), 'SIGUSR2');
    await onceWritten(profile, 'src/hears.js', 3);
    await program.printed(/heard SIGUSR2 \d+\n/);
    await type(program, 'xx', 5);
    // To the command: a shell between it and the program would die of it.
    process.kill(program.pid, 'SIGUSR2');
    await onceWritten(profile, 'src/hears.js', 5);
    await program.printed(/(heard SIGUSR2.*){2}/s);
    await end(program);
    assert.deepEqual(profile.functions('src/hears.js'), { '(anonymous_0)': 2, heard: 2, hit: 5 });
    assert.equal(profile.read().profiles.length, 1);
    assert.equal(program.stderr(), 'covermain: profile: data/run\n');
  });

  it('writes the profile in a window, which stays open', async () => {
    const program = startCovermain(project, ['manual'], {
      env: { ...NO_FLUSH, MANUAL_INTEGRATION: '1', COVER_DIR: 'data/window' },
    });
    const profile = profileIn(project, 'data/window');
    const [, pid] = await program.printed(/ready (\d+).*the app is ready/s);
    program.type('xxx');
    await program.printed(/typed/);
    process.kill(Number(pid), 'SIGUSR2');
    await onceWritten(profile, 'src/main.ts', 3);
    await program.printed(/heard/);
    program.type('xx');
    await program.printed(/(typed.*){2}/s);
    process.kill(program.pid, 'SIGUSR2');
    await onceWritten(profile, 'src/main.ts', 5);
    process.kill(program.pid, 'SIGTERM');
    assert.equal(await program.exitCode, 0, program.output());
    assert.match(program.output(), /the window ends: SIGTERM/);
    assert.equal(functionCounts(project, 'src/main.ts').hit, 5);
  });

  it('reaches each measured process if it is sent to covermain', async () => {
    const program = startCovermain(
      project,
      ['run', '--no-report', '--dir', 'data/forks', '--', 'node', 'src/forks.js'],
      { env: NO_FLUSH },
    );
    const profile = profileIn(project, 'data/forks');
    await program.printed(/(ready.*){2}/s);
    process.kill(program.pid, 'SIGUSR2');
    const profiles = await onceIn(project.path('data/forks'), () => {
      const { profiles } = profile.read();
      return profiles.length === 2 ? profiles : undefined;
    });
    assert.deepEqual(profiles.map(({ argv }) => argv[2]).sort(), ['child', undefined]);
    await end(program);
    assert.equal(profile.read().profiles.length, 2);
  });

  for (const [signal, environment] of [
    ['SIGUSR1', { COVER_SIGNAL: 'SIGUSR1' }],
    ['SIGQUIT', { COVER_SIGNAL: 'quit' }],
  ] as const) {
    it(`is ${signal} with COVER_SIGNAL=${environment.COVER_SIGNAL}`, async () => {
      const measuring = (await prepareMeasuring(project, { ...NO_FLUSH, ...environment }))();
      const program = startNode(project, ['src/app.js'], measuring.env);
      await type(program, 'xxx', 3);
      process.kill(program.pid, signal);
      await onceWritten(measuring, 'src/app.js', 3);
      await end(program);
      // Of SIGUSR1, Node would start its debugger.
      assert.equal(program.stderr(), '');
    });
  }

  it('also starts a new epoch with COVER_SIGNAL_RESET=1', async () => {
    const measuring = (await prepareMeasuring(project, { ...NO_FLUSH, COVER_SIGNAL_RESET: '1' }))();
    const program = startNode(project, ['src/app.js'], measuring.env);
    await type(program, 'xxx', 3);
    process.kill(program.pid, 'SIGUSR2');
    await onceWritten(measuring, 'src/app.js', 3);
    await type(program, 'xx', 5);
    process.kill(program.pid, 'SIGUSR2');
    await onceWritten(measuring, 'src/app.js', 5);
    await end(program);
    assert.deepEqual(measuring.epochs('src/app.js'), [
      { '(anonymous_0)': 1, hit: 3 },
      { '(anonymous_0)': 1, hit: 2 },
    ]);
  });

  it('loses and adds no hits if it arrives in quick succession', async () => {
    const measuring = (await prepareMeasuring(project, { ...NO_FLUSH, COVER_SIGNAL_RESET: '1' }))();
    const program = startNode(project, ['src/app.js'], measuring.env);
    await program.printed(/ready/);
    process.kill(program.pid, 'SIGUSR2');
    await onceWritten(measuring, 'src/app.js', 0);
    for (let hits = 1; hits <= 200; hits++) {
      program.type('x');
      for (let times = 0; times < 5; times++) process.kill(program.pid, 'SIGUSR2');
      if (hits % 10 === 0) await program.printed(new RegExp(`hits ${hits}\\n`));
    }
    await end(program);
    assert.equal(measuring.functions('src/app.js').hit, 200);
    // The first began before anything was hit; how many of the others found something is a matter of time.
    assert.ok(measuring.epochs('src/app.js').length >= 2);
    const names = readdirSync(project.path(measuring.directory));
    assert.deepEqual(
      names.filter((name) => name.startsWith('tmp.')),
      [],
    );
  });

  describe('by default', () => {
    let measuring: () => ReturnType<Awaited<ReturnType<typeof prepareMeasuring>>>;

    before(async () => {
      measuring = await prepareMeasuring(project, NO_FLUSH);
    });

    it('neither kills a program without measured files nor writes anything', async () => {
      const own = measuring();
      const program = startNode(project, ['late.js'], own.env);
      await program.printed(/ready/);
      process.kill(program.pid, 'SIGUSR2');
      program.type('-');
      await program.printed(/ok/);
      assert.equal(own.read().profiles.length, 0);
      program.type('load');
      await program.printed(/ready \d+\n/);
      await type(program, 'xx', 2);
      process.kill(program.pid, 'SIGUSR2');
      await onceWritten(own, 'src/app.js', 2);
      await end(program);
    });

    it('is received while the program adds and removes listeners', async () => {
      const own = measuring();
      const program = startNode(project, ['src/comes-and-goes.js'], own.env);
      for (const hits of [1, 2, 3]) {
        await type(program, 'x', hits);
        process.kill(program.pid, 'SIGUSR2');
        await onceWritten(own, 'src/comes-and-goes.js', hits);
      }
      await end(program);
      assert.equal(program.stdout().includes('heard once'), false, 'it was taken off by the program itself');
    });

    it('writes the counts of threads if the main thread counts nothing', async () => {
      const own = measuring();
      const program = startNode(project, ['starts-thread.js'], own.env);
      await program.printed(/ready/);
      process.kill(program.pid, 'SIGUSR2');
      await onceIn(project.path(own.directory), () => own.read().profiles[0]);
      assert.deepEqual(own.functions('src/thread.js'), { work: 1 });
    });
  });
});
