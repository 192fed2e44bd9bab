/** `covermain run` that is refused before anything is started, and thresholds that are missed. */
import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { killLeftPrograms, type Program, start, startCovermain } from '../support/program.js';
import { functionCounts, makeProject, type Project } from '../support/project.js';

describe('covermain run', () => {
  let project: Project;

  after(() => {
    killLeftPrograms();
    project.remove();
  });

  const NODE = ['--', 'node', 'src/work.js'];

  const REFUSED: readonly [
    what: string,
    args: readonly string[],
    message: RegExp,
    env?: Readonly<Record<string, string>>,
  ][] = [
    ['no command', [], /expected a command behind --, .*covermain run -- node app\.js/],
    ['no command behind --', ['--'], /expected a command behind --/],
    ['a command without --', ['node', 'src/work.js'], /too many arguments|expected a command behind --/],
    ['an unknown option', ['--fast', ...NODE], /unknown option '--fast'/],
    ['an option without its value', ['--dir', ...NODE], /argument missing/],
    ['a bad --timeout', ['--timeout', 'soon', ...NODE], /COVER_TIMEOUT="soon" is not accepted/],
    ['a bad COVER_TIMEOUT', NODE, /COVER_TIMEOUT="0" is not accepted/, { COVER_TIMEOUT: '0' }],
    ['a bad COVER_GRACE', NODE, /COVER_GRACE="long" is not accepted/, { COVER_GRACE: 'long' }],
    [
      'a bad COVER_CACHE',
      NODE,
      /COVER_CACHE="no" is not accepted: expected on or off/,
      { COVER_CACHE: 'no' },
    ],
    ['a bad COVER_ENGINE', NODE, /COVER_ENGINE="v8" is not accepted/, { COVER_ENGINE: 'v8' }],
    [
      'the engine nyc',
      NODE,
      /COVER_ENGINE="nyc" is not accepted: .*under `covermain manual`/,
      { COVER_ENGINE: 'nyc' },
    ],
    [
      'a directory that cannot be written',
      ['--dir', 'package.json', ...NODE],
      /profile directory .*package\.json cannot be written/,
    ],
    [
      'a command that does not exist',
      ['--', 'no-such-command'],
      /no-such-command cannot be started: expected a program .*ENOENT/,
    ],
    ['a command that is a folder', ['--', './src'], /\.\/src cannot be started: .*EACCES/],
  ];

  /** All at once: they have nothing to do with each other. */
  let refused: readonly Program[];

  before(() => {
    project = makeProject({
      'package.json': '{}',
      'src/work.js': "console.log('ran');\nexports.missed = function missed() {};",
      'strict/package.json': '{}',
      'strict/.nycrc': JSON.stringify({ 'check-coverage': true, functions: 90, reporter: ['json'] }),
      'strict/work.js': 'exports.missed = function missed() {}; process.exitCode = Number(process.argv[2]);',
      'torn/package.json': '{}',
      'torn/.nycrc': '{ include',
    });
    refused = REFUSED.map(([, args, , env]) => startCovermain(project, ['run', ...args], env ? { env } : {}));
  });

  for (const [index, [what, , message]] of REFUSED.entries()) {
    it(`refuses ${what} with 2`, async () => {
      const program = refused[index] as Program;
      assert.equal(await program.exitCode, 2, program.output());
      assert.match(program.stderr(), message);
      assert.equal(program.stdout(), '');
      assert.doesNotMatch(program.stderr(), /^ +at /m);
    });
  }

  it('refuses a configuration that cannot be read with 2', async () => {
    const program = startIn('torn', '0');
    assert.equal(await program.exitCode, 2, program.output());
    assert.match(program.stderr(), /Cannot read the nyc configuration of .*: /);
    assert.equal(existsSync(project.path('torn/coverage-data')), false);
  });

  it('gives 1 where a threshold of .nycrc is missed', async () => {
    const program = startIn('strict', '0');
    assert.equal(await program.exitCode, 1, program.output());
    assert.match(program.stderr(), /Coverage for functions \(0%\) does not meet global threshold \(90%\)/);
    const strict = { ...project, path: (file: string) => project.path(`strict/${file}`) };
    assert.deepEqual(functionCounts(strict, 'work.js'), { missed: 0 });
  });

  it("gives the program's code where both fail", async () => {
    const program = startIn('strict', '7');
    assert.equal(await program.exitCode, 7, program.output());
    assert.match(program.stderr(), /does not meet global threshold/);
  });

  it('checks no threshold where no report is wanted', async () => {
    const program = startIn('strict', '0', ['--no-report']);
    assert.equal(await program.exitCode, 0, program.output());
  });

  function startIn(folder: string, arg: string, options: readonly string[] = []): Program {
    const inside: Project = { ...project, root: project.path(folder) };
    const bin = project.path('node_modules/.bin/covermain');
    const env = { COVER_CACHE: 'off' };
    return start(inside, bin, ['run', ...options, '--', 'node', 'work.js', arg], { env });
  }
});
