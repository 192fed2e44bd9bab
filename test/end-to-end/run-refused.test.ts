/** `covermain run` rejects invalid usage before it starts the command, and fails if coverage is below a threshold. */
import assert from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { killLeftPrograms, type Program, start, startCovermain } from '../support/program.js';
import { functionCounts, makeProject, type Project } from '../support/project.js';

describe('covermain run with invalid usage or thresholds', () => {
  let project: Project;

  after(() => {
    killLeftPrograms();
    project.remove();
  });

  const NODE = ['--', 'node', 'src/work.js'];

  const REFUSED: readonly [
    usage: string,
    args: readonly string[],
    message: RegExp,
    env?: Readonly<Record<string, string>>,
  ][] = [
    [
      'no command',
      [],
      /Missing command: expected a program and its arguments\. .*covermain run node app\.js/,
    ],
    ['no command after --', ['--'], /Missing command/],
    ['an unknown option', ['--fast', ...NODE], /unknown option '--fast'/],
    ['an unknown option before a command without --', ['--fast', 'node'], /unknown option '--fast'/],
    ['a command without -- that does not exist', ['no-such-command', '-x'], /Cannot start no-such-command: /],
    ['an option without its value', ['--dir', ...NODE], /argument missing/],
    [
      'an invalid --timeout',
      ['--timeout', 'soon', ...NODE],
      /Invalid --timeout "soon": .* Example: --timeout=60s/,
    ],
    [
      'an empty --report-dir',
      ['--report-dir=', ...NODE],
      /Invalid --report-dir "": expected the path of a directory\. Example: --report-dir=coverage/,
    ],
    ['an invalid COVER_TIMEOUT', NODE, /Invalid COVER_TIMEOUT "0"/, { COVER_TIMEOUT: '0' }],
    ['an invalid COVER_GRACE', NODE, /Invalid COVER_GRACE "long"/, { COVER_GRACE: 'long' }],
    ['an invalid COVER_CACHE', NODE, /Invalid COVER_CACHE "no": expected on or off/, { COVER_CACHE: 'no' }],
    ['an invalid COVER_ENGINE', NODE, /Invalid COVER_ENGINE "v8"/, { COVER_ENGINE: 'v8' }],
    [
      'the engine nyc',
      NODE,
      /Invalid COVER_ENGINE "nyc": .*under `covermain manual`/,
      { COVER_ENGINE: 'nyc' },
    ],
    [
      'a profile directory that cannot be written',
      ['--dir', 'package.json', ...NODE],
      /Cannot write profile directory .*package\.json: /,
    ],
    [
      'a command that does not exist',
      ['--', 'no-such-command'],
      /Cannot start no-such-command: .*ENOENT\. Check that it is a program/,
    ],
    ['a command that is a directory', ['--', './src'], /Cannot start \.\/src: .*EACCES/],
  ];

  /** Programs that `before` starts concurrently, because they are independent. */
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

  for (const [index, [usage, , message]] of REFUSED.entries()) {
    it(`rejects ${usage} and exits with 2`, async () => {
      const program = refused[index] as Program;
      assert.equal(await program.exitCode, 2, program.output());
      assert.match(program.stderr(), message);
      assert.equal(program.stdout(), '');
      assert.doesNotMatch(program.stderr(), /^ +at /m);
    });
  }

  it('rejects an nyc configuration that cannot be parsed and exits with 2', async () => {
    const program = startIn('torn', '0');
    assert.equal(await program.exitCode, 2, program.output());
    assert.match(program.stderr(), /Cannot read the nyc configuration of .*: /);
    assert.equal(existsSync(project.path('torn/coverage-data')), false);
  });

  it('exits with 1 if coverage is below a threshold of .nycrc', async () => {
    const program = startIn('strict', '0');
    assert.equal(await program.exitCode, 1, program.output());
    assert.match(program.stderr(), /all files: 0% of functions are covered, below the threshold of 90%/);
    const strict = { ...project, path: (file: string) => project.path(`strict/${file}`) };
    assert.deepEqual(functionCounts(strict, 'work.js'), { missed: 0 });
  });

  it("exits with the program's exit code if both the program and a threshold check fail", async () => {
    const program = startIn('strict', '7');
    assert.equal(await program.exitCode, 7, program.output());
    assert.match(program.stderr(), /below the threshold of 90%/);
  });

  it('does not check thresholds with --no-report', async () => {
    const program = startIn('strict', '0', ['--no-report']);
    assert.equal(await program.exitCode, 0, program.output());
  });

  function startIn(directory: string, arg: string, options: readonly string[] = []): Program {
    const subproject: Project = { ...project, root: project.path(directory) };
    const bin = project.path('node_modules/.bin/covermain');
    const env = { COVER_CACHE: 'off' };
    return start(subproject, bin, ['run', ...options, '--', 'node', 'work.js', arg], { env });
  }
});
