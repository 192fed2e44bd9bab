/** Tests programs whose packages were installed for another platform, so that the parser cannot be loaded. */
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { type Measuring, outcomeOf, prepareMeasuring, startNode } from '../support/measured-programs.js';
import { freePort } from '../support/ports.js';
import { killLeftPrograms, startCovermain } from '../support/program.js';
import { makeProject, type Project } from '../support/project.js';

const WARNING =
  /^covermain: Cannot load the parser oxc-parser: .*parser\.node: .*\. Install the packages, .* Until then, .* are not measured\.\n$/;

describe('a program whose parser cannot be loaded', () => {
  let project: Project;
  let measuring: () => Measuring;
  let missing: Readonly<Record<string, string>>;

  before(async () => {
    project = makeProject({
      'package.json': '{}',
      // What the dynamic linker refuses, as it does an addon for another C library.
      'parser.node': 'no library',
      'src/common.js': "require('./other.js'); console.log('common');",
      'src/other.js': "process.on('exit', () => { process.exitCode = 3; });",
      'src/requires.js': "console.log(require('./module.mjs').name); require('./other.js');",
      'src/module.mjs': "import './imported.mjs'; export const name = 'requires';",
      'src/imported.mjs': '',
      'src/imports.mjs': "import './other.js'; import './imported.mjs'; console.log('imports');",
      'src/serves.mjs': "import './other.js'; process.stdin.resume();",
    });
    // oxc-parser reads this variable before it looks for an installed addon.
    missing = { NAPI_RS_NATIVE_LIBRARY_PATH: project.path('parser.node') };
    measuring = await prepareMeasuring(project, { COVER_CACHE: 'off' });
  });
  afterEach(killLeftPrograms);
  after(() => project.remove());

  for (const file of ['common.js', 'requires.js', 'imports.mjs'])
    it(`runs ${file} as ever, and warns once`, async () => {
      const { env, directory } = measuring();
      const args = ['--no-warnings', '--experimental-require-module', `src/${file}`];
      const outcome = await outcomeOf(startNode(project, args, { ...env, ...missing }));
      assert.match(outcome.stderr, WARNING);
      const name = basename(file).replace(/\..*/, '');
      assert.deepEqual([outcome.code, outcome.stdout], [3, `${name}\n`]);
      const log = readFileSync(join(project.path(directory), 'run.jsonl'), 'utf8');
      assert.match(log, /"event":"not measured",.*"code":"parser-missing"/);
      assert.deepEqual(readdirSync(project.path(directory)), ['run.jsonl']);
    });

  it('has the parser as the warning of its status, and not the configuration', async () => {
    const port = await freePort();
    const env = {
      ...missing,
      COVERAGE_HTTP_PORT: `${port}`,
      COVER_DIR: 'data/status',
      COVER_CACHE: 'off',
      COVER_LOG: 'info',
    };
    const args = ['--conditions=covermain', '--import', 'covermain/auto', 'src/serves.mjs'];
    const program = startNode(project, args, env);
    await program.printed(/coverage server listening on /);
    await program.printed(/Cannot load the parser/);
    const command = startCovermain(project, ['status']);
    assert.equal(await command.exitCode, 0, command.output());
    const status = command.output();
    assert.match(status, /Files are not measured, because the parser cannot be loaded\./);
    assert.doesNotMatch(status, /nycrc/);
    program.endInput();
    assert.equal(await program.exitCode, 3);
    assert.equal(program.stderr().match(/Cannot load the parser/g)?.length, 1, program.stderr());
  });
});
