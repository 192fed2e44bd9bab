/** Tests the in-process API: calls reach the program's own agent, and do nothing in a program that is not measured. */
import assert from 'node:assert/strict';
import { existsSync, writeFileSync } from 'node:fs';
import { basename, dirname } from 'node:path';
import { summarizeCounts } from '../../src/agent/recording/recording-span.js';
import type { Dump, Session } from '../../src/api/index.js';
import { typedApp } from '../support/apps.js';
import { RECORDER } from '../support/effects-recorder.js';
import {
  type Measuring,
  outcomeOf,
  prepareMeasuring,
  profileIn,
  startNode,
} from '../support/measured-programs.js';
import { killLeftPrograms } from '../support/program.js';
import { makeProject, type Project, REPOSITORY } from '../support/project.js';
import { onceRemoved } from '../support/wait-for-files.js';

/** Calls every function of the API, with one, two and four hits between the calls. */
const CALL_ALL = `
async function ask({ dump, reset, startSession, endSession }) {
  hit(1);
  const first = await dump();
  const session = await startSession('Log in');
  hit(2);
  const closed = await reset();
  hit(4);
  const ended = await endSession('Log in');
  console.log(JSON.stringify({ first, session, closed, ended, last: await dump() }));
}
function hit(times) { if (times > 1) hit(times - 1); }
`;

const CALL_WRONGLY = `
async function askWrongly({ CovermainError, endSession, startSession }) {
  await startSession('open');
  const ways = [() => startSession('open'), () => endSession('never'), () => startSession(''), () => startSession(7),
    () => startSession('x'.repeat(1000))];
  for (const way of ways) {
    const error = await way().catch((error) => error);
    console.log(error.code, error instanceof CovermainError);
  }
  console.log((await startSession(Symbol()).catch((error) => error)).name);
}
`;

const THREAD = (file: string) => `new (require('node:worker_threads').Worker)(require.resolve('${file}'))`;

const FILES = {
  'package.json': '{}',
  'src/required.js': `${CALL_ALL} ask(require('covermain'));`,
  'src/imported.mjs': `import * as covermain from 'covermain'; ${CALL_ALL} await ask(covermain);`,
  'thread-required.js': `${THREAD('./src/required.js')}.on('exit', () => console.log('the thread has ended'));`,
  'thread-imported.js': `${THREAD('./src/imported.mjs')}.on('exit', () => console.log('the thread has ended'));`,
  'src/wrong.js': `${CALL_WRONGLY} askWrongly(require('covermain'));`,
  'thread-wrong.js': THREAD('./src/wrong.js'),
  'src/forgets.js': `
    require('covermain').dump().then(answered);
    process.on('beforeExit', () => console.log('nothing is left to do'));
    function answered({ counts }) { console.log('answered', counts.files); }`,
  'src/exits.js': `
    require('covermain').dump().then(never, never);
    work();
    process.exit(5);
    function work() {}
    function never() {}`,
  'src/watches.js': typedApp(`
    const { Dumper } = require('covermain');
    const [one, two, three] = [new Dumper(), new Dumper(), new Dumper()];
    one.watchForFileAndDumpCoverage('./now');
    one.watchForFileAndDumpCoverage('now');
    two.watchForFileAndDumpCoverage(require('node:path').resolve('now'));
    three.watchForFileAndDumpCoverage('third');
    process.chdir('src');
    process.on('SIGHUP', () => { one.close(); one.close(); console.log('one is closed'); });
    process.on('SIGALRM', () => { two.close(); console.log('two is closed'); });
    process.on('SIGINT', async () => console.log('dumped', (await three.dump()).counts.files));`),
  'thread-watches.js': `
    ${THREAD('./src/watches-in-thread.js')}.on('exit', () => console.log('the thread has ended'));
    process.stdin.resume();`,
  'src/watches-in-thread.js': `
    const { dump, Dumper } = require('covermain');
    watch();
    async function watch() {
      new Dumper().watchForFileAndDumpCoverage('now');
      await dump();
      after();
    }
    function after() {}`,
  'recorder.cjs': RECORDER,
  'outside.mjs': `
    import { readdirSync } from 'node:fs';
    const look = () => JSON.stringify([readdirSync('/proc/self/task').length, process.getActiveResourcesInfo()]);
    const before = look();
    recorded();
    const { dump, reset, startSession, endSession, Dumper } = await import('covermain');
    const loading = recorded();
    const dumper = new Dumper();
    const told = [dump(), reset(), startSession('one'), endSession('two'), startSession(''), startSession(),
      dumper.dump(), dumper.watchForFileAndDumpCoverage('now'), dumper.close()];
    const results = (await Promise.allSettled(told)).map(({ status, value }) => status + ' ' + value);
    console.log(JSON.stringify({ loading, using: recorded(), results, isAlike: look() === before }));`,
};

describe('the in-process API', () => {
  let project: Project;
  let measuring: () => Measuring;

  before(async () => {
    project = makeProject(FILES);
    // With this interval, the agent starts only when the API is called, and only API calls write profiles.
    measuring = await prepareMeasuring(project, { COVER_FLUSH: '10m' });
  });

  afterEach(killLeftPrograms);
  after(() => project.remove());

  interface Results {
    readonly first: Dump;
    readonly session: Session;
    readonly closed: Dump;
    readonly ended: Dump;
    readonly last: Dump;
  }

  for (const [caller, file, source, expectedRest] of [
    ['a CommonJS module', 'src/required.js', 'src/required.js', ''],
    ['an ES module', 'src/imported.mjs', 'src/imported.mjs', ''],
    [
      'a CommonJS module in a worker thread',
      'thread-required.js',
      'src/required.js',
      'the thread has ended\n',
    ],
    ['an ES module in a worker thread', 'thread-imported.js', 'src/imported.mjs', 'the thread has ended\n'],
  ] as const) {
    it(`returns to ${caller} a description of each profile that the agent wrote`, async () => {
      const { env, directory, epochs, read } = measuring();
      const program = startNode(project, [file], env);
      const outcome = await outcomeOf(program);
      assert.deepEqual(
        { ...outcome, stdout: '' },
        { code: 0, signal: null, stdout: '', stderr: '' },
        program.output(),
      );
      const [json = '', ...others] = outcome.stdout.split(/^(?=the)/m);
      assert.equal(others.join(''), expectedRest);
      const { first, session, closed, ended, last } = JSON.parse(json) as Results;

      assert.deepEqual(epochs(source).map(hits), [3, 4]);
      const written = profileIn(project, `${directory}/sessions/+log%20in`);
      assert.deepEqual(written.epochs(source).map(hits), [6]);

      assert.deepEqual(session, { name: 'Log in', start: ended.start });
      for (const dump of [first, closed, ended, last]) assert.equal(dump.pid, program.pid);
      assert.deepEqual([first.epoch, closed.epoch, last.epoch], [1, 1, 2]);
      assert.deepEqual([first.path, first.start], [closed.path, closed.start]);
      const directories = [first, ended, last].map(({ path }) => dirname(path ?? ''));
      assert.deepEqual(directories, [directory, written.directory, directory].map(project.path));
      const profileOf = ({ path }: Dump) => {
        const profiles = [...read().profiles, ...written.read().profiles];
        const found = profiles.find(({ start }) =>
          basename(path ?? '').endsWith(start.replace(/[:.]/g, '-')),
        );
        assert.ok(found, `${path} is not there`);
        return found;
      };
      for (const dump of [closed, ended]) assert.deepEqual(dump.counts, summarizeCounts(profileOf(dump)));
      assert.ok(first.counts.total < closed.counts.total);
    });
  }

  for (const file of ['src/wrong.js', 'thread-wrong.js']) {
    it(`rejects impossible requests with a CovermainError and its code, when called in ${file}`, async () => {
      const { env } = measuring();
      const { code, stdout, stderr } = await outcomeOf(startNode(project, [file], env));
      assert.deepEqual(stdout.split('\n'), [
        'SESSION_RUNNING true',
        'SESSION_UNKNOWN true',
        'SESSION_NAME true',
        'SESSION_NAME true',
        'SESSION_NAME true',
        'DataCloneError',
        '',
      ]);
      assert.deepEqual({ code, stderr }, { code: 0, stderr: '' });
    });
  }

  it('keeps a program alive until its call is answered, and no longer', async () => {
    const { env, functions } = measuring();
    const { code, stdout, stderr } = await outcomeOf(startNode(project, ['src/forgets.js'], env));
    assert.deepEqual(
      { code, stdout, stderr },
      { code: 0, stdout: 'answered 1\nnothing is left to do\n', stderr: '' },
    );
    assert.equal(functions('src/forgets.js').answered, 1);
  });

  it('lets a program exit before its call is answered', async () => {
    const { env, functions, read } = measuring();
    const { code, stderr } = await outcomeOf(startNode(project, ['src/exits.js'], env));
    assert.deepEqual({ code, stderr }, { code: 5, stderr: '' });
    assert.deepEqual(functions('src/exits.js'), { work: 1, never: 0 });
    assert.equal(read().profiles.length, 1);
  });

  it('dumps when a watched file appears, until every Dumper that watches it is closed', async () => {
    const { env, functions } = measuring();
    const program = startNode(project, ['src/watches.js'], env);
    const trigger = async (file: string) => {
      writeFileSync(project.path(file), '');
      await onceRemoved(project.path(file));
    };
    await program.printed(/ready/);
    // The agent watches the files only after it receives the requests. A dump shows that it has received them.
    process.kill(program.pid, 'SIGINT');
    await program.printed(/dumped 1\n/);
    program.type('xxx');
    await program.printed(/hits 3\n/);
    await trigger('now');
    assert.equal(functions('src/watches.js').hit, 3);
    process.kill(program.pid, 'SIGHUP');
    await program.printed(/one is closed/);
    program.type('x');
    await program.printed(/hits 4\n/);
    await trigger('now');
    assert.equal(functions('src/watches.js').hit, 4);
    process.kill(program.pid, 'SIGALRM');
    await program.printed(/two is closed/);
    writeFileSync(project.path('now'), '');
    // The agent checks all files at the same interval, so a second dump shows that it would have found `now`.
    for (const _ of [1, 2]) await trigger('third');
    assert.equal(existsSync(project.path('now')), true);
    program.endInput();
    assert.equal(await program.exitCode, 0, program.output());
    assert.equal(program.stderr(), '');
  });

  it('dumps when a file that a thread watches appears after the thread has ended', async () => {
    const { env, functions } = measuring();
    const program = startNode(project, ['thread-watches.js'], env);
    await program.printed(/the thread has ended/);
    writeFileSync(project.path('now'), '');
    await onceRemoved(project.path('now'));
    assert.deepEqual(functions('src/watches-in-thread.js'), { watch: 1, after: 1 });
    program.endInput();
    assert.equal(await program.exitCode, 0, program.output());
  });

  it('has no effect in a program that is not measured', async () => {
    const { code, stdout, stderr } = await outcomeOf(
      startNode(project, ['--require', './recorder.cjs', 'outside.mjs']),
    );
    assert.deepEqual({ code, stderr }, { code: 0, stderr: '' });
    const { loading, using, results, isAlike } = JSON.parse(stdout) as Readonly<
      Record<'loading' | 'using' | 'results', readonly string[]> & { isAlike: boolean }
    >;
    const ownFiles = new RegExp(`^fs\\.\\S+ (file://)?(${project.root}/node_modules|${REPOSITORY})`);
    // Node 22 and later read and close files that they have opened.
    const followUp = /^fs\.(read|close)Sync$/;
    assert.deepEqual(
      loading.filter((record) => !ownFiles.test(record) && !followUp.test(record)),
      [],
    );
    assert.ok(loading.some((record) => record.endsWith('/dist/src/api/index.js')));
    assert.deepEqual(using, []);
    assert.deepEqual([...new Set(results)], ['fulfilled undefined']);
    assert.equal(isAlike, true, 'it has other threads or handles than before');
  });
});

function hits({ hit }: Readonly<Record<string, number>>): number | undefined {
  return hit;
}
