/** Sessions that executed a line, in several runs, in two versions of a file, and in merged profiles. */
import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { whoCommand } from '../../src/commands/who.js';
import { call } from '../support/commands.js';
import { agentOf } from '../support/live-agents.js';
import { outcomeOf } from '../support/measured-programs.js';
import { killLeftPrograms, type Program, startCovermain } from '../support/program.js';
import { makeProject, type Project } from '../support/project.js';

/** Program that calls the function named by each line of its input. */
const APP = `// line 1
function cart(
  items = 1,
) {
  // nothing here
  return [
    items,
  ].length;
}
function pay() { return 2; }
const acts = { cart, pay };
process.stdin.on('data', (typed) => {
  for (const name of String(typed).trim().split('\\n')) { acts[name](); console.log('done ' + name); }
});
console.log('ready ' + process.pid + '.');
`;

/** Line numbers in the program. */
const LINES = {
  declared: 2,
  parameter: 3,
  comment: 5,
  firstStatement: 6,
  innerLine: 7,
  end: 9,
  pay: 10,
  outside: 11,
};

/** Later version of the program: two added lines and a changed `cart`. */
const LATER_APP = `// a\n// b\n${APP.replace('items = 1', 'items = 3')}`;

describe('covermain who', () => {
  let project: Project;

  before(async function () {
    this.timeout(120_000);
    project = makeProject({ 'package.json': '{}', 'src/app.js': APP, 'src/unused.js': '1;\n' });
    await measure('data/one', async (act) => {
      await act('pay');
      await session('start', 'checkout');
      await act('cart', 'cart');
      await session('start', 'Pay: now');
      await act('pay');
      await session('end', 'checkout');
      await act('cart', 'pay');
      await session('end', 'Pay: now');
    });
    await measure('data/two', async (act) => {
      await session('start', 'checkout');
      await act('pay');
      await session('end', 'checkout');
      await session('start', 'nothing');
      await session('end', 'nothing');
    });
  });

  afterEach(() => writeFileSync(project.path('src/app.js'), APP));
  after(() => {
    killLeftPrograms();
    project.remove();
  });

  type Act = (...names: readonly string[]) => Promise<void>;

  async function measure(directory: string, act: (act: Act) => Promise<void>): Promise<void> {
    const program = startCovermain(project, [
      'run',
      '--no-report',
      '--dir',
      directory,
      '--',
      'node',
      'src/app.js',
    ]);
    const [, pid] = await program.printed(/ready (\d+)\./);
    await agentOf(project, program, Number(pid));
    let done = 0;
    await act(async (...names) => {
      for (const name of names) {
        program.type(`${name}\n`);
        await doneIn(program, ++done);
      }
    });
    program.endInput();
    assert.equal(await program.exitCode, 0, program.output());
  }

  function doneIn(program: Program, times: number): Promise<RegExpMatchArray> {
    return program.printed(new RegExp(`(done[^]*){${times}}`));
  }

  async function session(act: string, name: string): Promise<void> {
    await covermain('session', act, name);
  }

  async function covermain(...args: readonly string[]) {
    const outcome = await outcomeOf(startCovermain(project, args));
    assert.equal(outcome.code, 0, outcome.stderr);
    return outcome;
  }

  /** Returns how often each session executed a line, and the count of the whole profile. */
  async function countsAt(line: number, ...inputs: readonly string[]): Promise<Record<string, number>> {
    const options = { line: `src/app.js:${line}`, inputs, json: true, environment: {} };
    const called = await call(whoCommand, project.root, options);
    assert.equal(called.exitCode, 0, String(called.error));
    const { count, sessions } = JSON.parse(called.printed);
    const named = sessions.map((one: { name: string; count: number }) => [one.name, one.count]);
    return { count, ...Object.fromEntries(named) };
  }

  it('counts how often each session executed a line in several runs', async () => {
    assert.deepEqual(await countsAt(LINES.firstStatement, 'data/one', 'data/two'), {
      count: 3,
      checkout: 2,
      'Pay: now': 1,
      nothing: 0,
    });
    assert.deepEqual(await countsAt(LINES.pay, 'data/one', 'data/two'), {
      count: 4,
      checkout: 2,
      'Pay: now': 2,
      nothing: 0,
    });
    assert.deepEqual(await countsAt(LINES.pay, 'data/two'), { count: 1, checkout: 1, nothing: 0 });
    assert.deepEqual(await countsAt(LINES.outside, 'data/two'), { count: 1, checkout: 0, nothing: 0 });
  });

  it('counts the enclosing statement or function for a line inside a statement or its parameters', async () => {
    for (const line of [LINES.innerLine, LINES.declared, LINES.parameter])
      assert.equal((await countsAt(line, 'data/one')).checkout, 2, String(line));
  });

  it('prints the sessions that executed the line, and the total', async () => {
    const { stdout } = await covermain('who', `src/app.js:${LINES.firstStatement}`, 'data/one', 'data/two');
    assert.deepEqual(stdout.trimEnd().split('\n'), [
      'Pay: now  1 time',
      'checkout  2 times',
      '(total)   3 times',
    ]);
  });

  it('logs that no session executed the line', async () => {
    const { stdout, stderr } = await covermain('who', `src/app.js:${LINES.outside}`, 'data/two');
    assert.equal(stdout, '(total)  1 time\n');
    assert.equal(stderr, `covermain: None of 2 sessions executed src/app.js:${LINES.outside}.\n`);
  });

  it('gives the same counts for a merged profile', async () => {
    await covermain('merge', '-o', 'data/all', 'data/one', 'data/two');
    for (const line of [LINES.firstStatement, LINES.pay])
      assert.deepEqual(await countsAt(line, 'data/all'), await countsAt(line, 'data/one', 'data/two'));
  });

  it('includes sessions of an older version for functions that did not change', async () => {
    writeFileSync(project.path('src/app.js'), LATER_APP);
    await measure('data/later', async (act) => {
      await session('start', 'later');
      await act('pay', 'cart');
      await session('end', 'later');
    });
    const inputs = ['data/one', 'data/later'];
    assert.deepEqual(await countsAt(LINES.pay + 2, ...inputs), {
      count: 4,
      checkout: 1,
      'Pay: now': 2,
      later: 1,
    });
    assert.deepEqual(await countsAt(LINES.firstStatement + 2, ...inputs), {
      count: 1,
      checkout: 0,
      'Pay: now': 0,
      later: 1,
    });
    const { stderr } = await covermain('who', `src/app.js:${LINES.firstStatement + 2}`, ...inputs);
    assert.match(
      stderr,
      /^covermain: Several versions of src\/app\.js were measured\. .* Left out: cart \(line 2 in that version\)/,
    );
  });

  it('warns that the file has changed since it was measured', async () => {
    writeFileSync(project.path('src/app.js'), LATER_APP);
    const { stderr } = await covermain('who', `src/app.js:${LINES.firstStatement}`, 'data/one');
    assert.match(
      stderr,
      /src\/app\.js has changed since it was measured\. Line numbers refer to the version that was measured last/,
    );
  });

  const REFUSED: readonly [title: string, location: string, reason: RegExp][] = [
    [
      'a line with only a comment',
      `src/app.js:${LINES.comment}`,
      /src\/app\.js:5: the line has no counted code/,
    ],
    [
      'the closing brace of a function',
      `src/app.js:${LINES.end}`,
      /src\/app\.js:9: the line has no counted code/,
    ],
    ['a line after the end of the file', 'src/app.js:100', /src\/app\.js:100: the line has no counted code/],
    [
      'a file that was not measured',
      'src/unused.js:1',
      /No coverage of src\/unused\.js: the file is in no profile\. .*covermain files/,
    ],
    ['a file that does not exist', 'C:\\app\\none.js:1', /C:\\app\\none\.js: the file is in no profile/],
    [
      'a location without a line',
      'src/app.js',
      /expected a file and a line number, such as src\/cart\.ts:42/,
    ],
    ['line 0', 'src/app.js:0', /expected a file and a line number, such as src\/cart\.ts:42/],
  ];

  for (const [title, location, reason] of REFUSED) {
    it(`rejects ${title}`, async () => {
      const { code, stdout, stderr } = await outcomeOf(
        startCovermain(project, ['who', location, 'data/one']),
      );
      assert.deepEqual([code, stdout], [2, '']);
      assert.match(stderr, reason);
    });
  }
});
