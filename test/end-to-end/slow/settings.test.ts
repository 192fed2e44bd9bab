/** Flags, variables, the config file and `.nycrc` set a run, in this order of precedence. */
import assert from 'node:assert/strict';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { start, startCovermain, startInTerminal } from '../../support/program.js';
import { makeBareProject, type Project, REPOSITORY } from '../../support/project.js';

const APP = `
export function main(): void {
  console.log('arguments', JSON.stringify(process.argv.slice(2)));
}
`;

function dataUrl(code: string): string {
  return `data:text/javascript,${encodeURIComponent(code)}`;
}

describe('the settings of a run', () => {
  let project: Project;

  before(() => {
    project = makeBareProject({
      'package.json': JSON.stringify({ type: 'module' }),
      '.nycrc': JSON.stringify({ include: ['src/**'], reporter: ['lcovonly'], 'report-dir': 'from-nycrc' }),
      'src/main.ts': APP,
      'src/plain.js': 'console.log(process.env.COVER_GRACE);',
    });
  });
  beforeEach(() => {
    writeFileSync(
      project.path('covermain.config.ts'),
      `import { defineConfig } from 'covermain/config';
       export default defineConfig({ dir: 'from-config', grace: '3s', reportDir: 'reports-from-config', reporter: 'json-summary' });`,
    );
  });
  after(() => project.remove());

  const run = async (args: readonly string[], env: Readonly<Record<string, string>> = {}) => {
    const program = startCovermain(project, args, { env });
    assert.equal(await program.exitCode, 0, program.output());
    return program.output();
  };
  const PLAIN = ['node', 'src/plain.js'];

  it('come from the flag, then the variable, then the config file, then the default', async () => {
    const env = { COVER_DIR: 'from-variable' };
    assert.match(await run(['run', '--dir', 'from-flag', ...PLAIN], env), /profile: from-flag\n/);
    assert.match(await run(['run', ...PLAIN], env), /profile: from-variable\n/);
    assert.match(await run(['run', ...PLAIN]), /profile: from-config\n/);
    rmSync(project.path('covermain.config.ts'));
    assert.match(await run(['run', ...PLAIN]), /profile: coverage-data\/\S+\n/);
  });

  it('reach the program as variables', async () => {
    assert.match(await run(['run', '--no-report', ...PLAIN]), /^3s\n/);
  });

  it('replace the reporters of .nycrc, and flags replace those of the config file', async () => {
    assert.match(await run(['run', ...PLAIN]), /report: {2}reports-from-config \(json-summary\)/);
    assert.ok(existsSync(project.path('reports-from-config/coverage-summary.json')));
    const flags = ['--reporter', 'json', '--report-dir', 'reports-from-flag'];
    assert.match(await run(['run', ...flags, ...PLAIN]), /report: {2}reports-from-flag \(json\)/);
    rmSync(project.path('covermain.config.ts'));
    assert.match(await run(['run', ...PLAIN]), /report: {2}from-nycrc \(lcovonly\)/);
  });

  it('let covermain manual start the entry of the config file', async () => {
    writeFileSync(
      project.path('covermain.config.ts'),
      "export default { entry: 'src/main.ts', entryArgs: ['--port', '8080'] };",
    );
    assert.match(await run(['manual', '--yes']), /^arguments \["--port","8080"\]$/m);
    assert.match(await run(['manual', '--yes', '--', 'own']), /^arguments \["own"\]$/m);
    assert.match(await run(['manual', '--yes', 'src/main.ts']), /^arguments \[\]$/m);
  });

  it('pass options after the entry to the app', async () => {
    const given = [
      'manual',
      '--yes',
      '--label',
      'mine',
      '--no-report',
      'src/main.ts',
      '--timeout',
      'x',
      '-y',
    ];
    const output = await run([...given]);
    assert.match(output, /^arguments \["--timeout","x","-y"\]$/m);
    assert.doesNotMatch(output, /report:/);
  });

  for (const [title, args, env, message] of [
    ['a flag', ['--grace', 'soon'], {}, /^covermain: Invalid --grace "soon": .* Example: --grace=10s$/m],
    ['a variable', [], { COVER_GRACE: 'soon' }, /^covermain: Invalid COVER_GRACE "soon"/m],
  ] as const)
    it(`are refused by the name of ${title}`, async () => {
      for (const command of ['run', 'manual']) {
        const program = startCovermain(project, [command, ...args, 'src/main.ts'], { env });
        assert.equal(await program.exitCode, 2);
        assert.match(program.output(), message);
      }
    });

  it('are refused by the key of the config file', async () => {
    writeFileSync(project.path('covermain.config.ts'), "export default { grace: 'soon' };");
    const program = startCovermain(project, ['run', ...PLAIN]);
    assert.equal(await program.exitCode, 2);
    assert.match(
      program.output(),
      /Invalid value "soon" of "grace" in covermain\.config\.ts: .* Example: grace: '10s'\n/,
    );
  });

  it('are refused before the program starts if a reporter is unknown, unless no report is wanted', async () => {
    const refuse = async (args: readonly string[], origin: string) => {
      for (const command of [
        ['run', ...args, ...PLAIN],
        ['manual', '--yes', ...args, 'src/main.ts'],
      ]) {
        const program = startCovermain(project, command);
        assert.equal(await program.exitCode, 2, program.output());
        assert.ok(program.stderr().includes(`Unknown reporter "htlm" of ${origin}: `), program.output());
        assert.match(program.stderr(), /Did you mean html\?\n$/);
        assert.equal(program.stdout(), '');
      }
      assert.equal(existsSync(project.path('unstarted')), false);
    };
    const wrong = JSON.stringify({ dir: 'unstarted', reporter: 'htlm' });
    rmSync(project.path('covermain.config.ts'));
    await refuse(['--dir', 'unstarted', '--reporter', 'text', '--reporter', 'htlm'], '--reporter');
    writeFileSync(project.path('covermain.config.json'), wrong);
    await refuse([], '"reporter" in covermain.config.json');
    assert.match(await run(['run', '--no-report', ...PLAIN]), /profile: unstarted/);
    assert.match(await run(['run', '--reporter', 'json', ...PLAIN]), /\(json\)/);
    rmSync(project.path('unstarted'), { recursive: true });
    rmSync(project.path('covermain.config.json'));
    const nycrc = readFileSync(project.path('.nycrc'));
    try {
      writeFileSync(project.path('.nycrc'), JSON.stringify({ reporter: 'htlm' }));
      await refuse(['--dir', 'unstarted'], '"reporter" in the nyc configuration');
    } finally {
      writeFileSync(project.path('.nycrc'), nycrc);
    }
  });

  it('are not read by a command that needs none', async () => {
    await run(['run', '--dir', 'named', ...PLAIN]);
    writeFileSync(project.path('covermain.config.ts'), "throw new Error('loaded');");
    assert.match(await run(['percent', 'named']), /%/);
    assert.match(await run(['list']), /No measured process/);
  });

  it('let a command without inputs find the profile directory of the config file', async () => {
    writeFileSync(project.path('covermain.config.ts'), "export default { dir: 'in-config' };");
    await run(['run', ...PLAIN]);
    assert.match(await run(['percent']), /Reading in-config\n/);
    assert.match(await run(['percent'], { COVER_DIR: 'named' }), /Reading named\n/);
  });

  it('end with the command although the config file keeps a timer, and its text goes to stderr', async () => {
    await run(['run', '--dir', 'named', ...PLAIN]);
    writeFileSync(
      project.path('covermain.config.ts'),
      "console.log('chatty');\nsetInterval(() => {}, 1000);\nexport default { dir: 'named' };",
    );
    const program = startCovermain(project, ['report', '--json']);
    assert.equal(await program.exitCode, 0, program.output());
    assert.ok('total' in JSON.parse(program.stdout()));
    assert.match(program.stderr(), /^chatty$/m);
    assert.match(await run(['run', '--no-report', 'node', '-e', '0']), /^chatty$/m);
  });

  it('are read without tsx or the prompt library, except from a TypeScript file', async () => {
    const command = ['run', '--no-report', 'node', '-e', '0'];
    assert.match(await libraries(command), /tsx/);
    rmSync(project.path('covermain.config.ts'));
    assert.equal(await libraries(command), '');
    writeFileSync(project.path('covermain.config.json'), '{ "grace": "1s" }');
    assert.equal(await libraries(command), '');
    rmSync(project.path('covermain.config.json'));
  });

  /** Returns the paths in tsx and the prompt library that a command loads. */
  async function libraries(command: readonly string[]): Promise<string> {
    const hooks = `import { writeSync } from 'node:fs';
      export async function resolve(specifier, context, next) {
        const resolved = await next(specifier, context);
        if (/node_modules\\/(tsx|@inquirer)\\//.test(resolved.url)) writeSync(1, resolved.url + '\\n');
        return resolved;
      }`;
    const register = `import { register } from 'node:module'; register(${JSON.stringify(dataUrl(hooks))});`;
    const bin = join(REPOSITORY, 'bin/covermain.js');
    const program = start(project, process.execPath, ['--import', dataUrl(register), bin, ...command], {});
    assert.equal(await program.exitCode, 0, program.output());
    return program.stdout();
  }

  it('take the token from a file, and leave its path out of the environment', async () => {
    rmSync(project.path('covermain.config.ts'));
    writeFileSync(project.path('token'), '0123456789abcdef\n');
    const show = ['node', '-e', 'console.log(process.env.COVER_TOKEN)'];
    assert.match(await run(['run', '--token-file', 'token', ...show]), /^0123456789abcdef$/m);
  });
});

describe('covermain manual without MANUAL_INTEGRATION', () => {
  let project: Project;

  beforeEach(() => {
    project = makeBareProject({
      'package.json': JSON.stringify({ type: 'module' }),
      '.nycrc': JSON.stringify({ include: ['src/**'], reporter: [] }),
      'src/main.ts': `export function main(): void {
  console.log('started');
  process.stdin.once('data', (line) => { console.log('read', String(line).trim()); process.stdin.unref(); });
}`,
    });
  });
  afterEach(() => project.remove());

  /** CI may be set where these tests run. */
  const env = { CI: '' };
  const QUESTION = /Run src\/main\.ts until Ctrl\+C and measure it\?/;
  const MANUAL = 'covermain manual src/main.ts';
  const hasWritten = () => readdirSync(project.root).some((name) => /coverage|\.covermain/.test(name));

  it('asks at a terminal, and opens the window after yes; the app then reads the terminal', async () => {
    const program = startInTerminal(project, MANUAL, { env });
    await program.printed(QUESTION);
    program.type('y\r');
    await program.printed(/started/);
    program.type('hello\r');
    await program.printed(/read hello/);
    assert.equal(await program.exitCode, 0, program.output());
    assert.match(program.output(), /profile: coverage-data\//);
  });

  it('leaves the tests pending after no, and says how to open the window', async () => {
    const program = startInTerminal(project, MANUAL, { env });
    await program.printed(QUESTION);
    program.type('n\r');
    assert.equal(await program.exitCode, 0, program.output());
    assert.match(program.output(), /the window stays closed\. To open it: covermain manual --yes/);
    assert.match(program.output(), /1 pending/);
    assert.equal(hasWritten(), false);
  });

  it('ends with 130 after Ctrl+C at the question, and writes nothing', async () => {
    const program = startInTerminal(project, MANUAL, { env });
    await program.printed(QUESTION);
    program.type('\u0003');
    assert.equal(await program.exitCode, 130, program.output());
    assert.doesNotMatch(program.output(), /pending|started/);
    assert.equal(hasWritten(), false);
  });

  for (const [title, given] of [
    ['in CI', { CI: 'true' }],
    ['with MANUAL_INTEGRATION=0', { CI: '', MANUAL_INTEGRATION: '0' }],
  ] as const)
    it(`does not ask ${title}`, async () => {
      const program = startInTerminal(project, MANUAL, { env: given });
      assert.equal(await program.exitCode, 0, program.output());
      assert.match(program.output(), /1 pending/);
      assert.doesNotMatch(program.output(), QUESTION);
    });

  it('asks when npm runs the script at a terminal', async () => {
    const scripts = { 'cover:manual': MANUAL };
    writeFileSync(project.path('package.json'), JSON.stringify({ type: 'module', scripts }));
    const program = startInTerminal(project, 'npm run cover:manual', { env });
    await program.printed(QUESTION);
    program.type('n\r');
    assert.equal(await program.exitCode, 0, program.output());
    assert.match(program.output(), /1 pending/);
  });

  it('does not ask when mocha loads a harness file at a terminal', async () => {
    const harness =
      "import { testMain } from 'covermain/harness';\ntestMain(() => import('../src/main.js'));\n";
    mkdirSync(project.path('test-manual'));
    writeFileSync(project.path('test-manual/main.js'), harness);
    const mocha = join(REPOSITORY, 'node_modules/mocha/bin/mocha.js');
    const program = startInTerminal(project, `node ${mocha} test-manual/main.js`, { env });
    assert.equal(await program.exitCode, 0, program.output());
    assert.match(program.output(), /1 pending/);
    assert.doesNotMatch(program.output(), /started|until Ctrl\+C and measure/);
  });

  it('refuses an invalid setting before it asks', async () => {
    const program = startInTerminal(project, 'covermain manual --grace soon src/main.ts', { env });
    assert.equal(await program.exitCode, 2);
    assert.doesNotMatch(program.output(), QUESTION);
  });

  it('leaves the tests pending without a terminal', async () => {
    const program = startCovermain(project, ['manual', 'src/main.ts'], { env });
    program.endInput();
    assert.equal(await program.exitCode, 0, program.output());
    assert.match(program.output(), /1 pending/);
    assert.equal(hasWritten(), false);
  });

  for (const [title, flag, given] of [
    ['--yes', '--yes', {}],
    ['-y', '-y', {}],
    ['--yes and MANUAL_INTEGRATION=0', '--yes', { MANUAL_INTEGRATION: '0' }],
  ] as const)
    it(`opens the window with ${title}, without a terminal`, async () => {
      const program = startCovermain(project, ['manual', flag, 'src/main.ts'], { env: given });
      await program.printed(/started/);
      program.type('bye\n');
      assert.equal(await program.exitCode, 0, program.output());
    });
});
