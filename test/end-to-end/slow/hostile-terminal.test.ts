/**
 * Prints data with escape sequences, other control characters, line breaks and bidirectional overrides by every command:
 * the label, arguments and sessions of a program, the names of its files and functions, a Git ref, and settings.
 */
import assert from 'node:assert/strict';
import { gitFolder } from '../../support/git.js';
import { killLeftPrograms, type Program, startCovermain, startInTerminal } from '../../support/program.js';
import { makeProject, type Project } from '../../support/project.js';

const HOSTILE =
  '\x1b[35m\x1b]52;c;aA\x07\x9b2J\x90q\x9c\r\b\x7f\t\ncovermain: forged\n::error::forged\u202e\u2066\u2028\u200b';

/** How a terminal gets it. */
const ESCAPED =
  '\\x1b[35m\\x1b]52;c;aA\\x07\\x9b2J\\x90q\\x9c\\r\\x08\\x7f\\t\\ncovermain: forged\\n::error::forged\\u202e\\u2066\\u2028\\u200b';

const FILE = `src/::${HOSTILE}.js`;
const BROKEN_FILE = `src/broken${HOSTILE}.js`;
const ENVIRONMENT = { GIT_CONFIG_GLOBAL: '/dev/null', GIT_CONFIG_NOSYSTEM: '1', TERM: 'xterm' };

const FILES = {
  '.nycrc': JSON.stringify({ include: ['src/**'], reporter: [] }),
  '.gitignore': 'node_modules\ncoverage-data\nmerged*\n',
  [FILE]: `
    import(${JSON.stringify(`./${BROKEN_FILE.slice('src/'.length)}`)}).catch(() => {
      console.log('ready');
    });
    export const functions = { ${JSON.stringify(HOSTILE)}: () => 1 };
    process.stdin.resume();
  `,
  [BROKEN_FILE]: `const \x1b[2J;\n`,
};

describe('data that would control a terminal', () => {
  let project: Project;
  let run: Program;
  let stdout = '';

  before(async function () {
    // Windows allows no such names.
    if (process.platform === 'win32') this.skip();
    project = makeProject(FILES);
    const { git } = gitFolder(project.root);
    git('init', '--quiet', '--initial-branch=main');
    git('commit', '--quiet', '--allow-empty', '--message', 'empty');
    git('add', '--all');
    run = startCovermain(project, ['run', '--label', HOSTILE, '--', process.execPath, FILE, HOSTILE], {
      env: ENVIRONMENT,
    });
    await run.printed(/ready/);
  });

  after(() => {
    killLeftPrograms();
    project.remove();
  });

  async function print(args: readonly string[], env: Readonly<Record<string, string>> = {}): Promise<string> {
    const program = startCovermain(project, args, { env: { ...ENVIRONMENT, ...env } });
    await program.exitCode;
    assertHarmless(program.stdout());
    assertHarmless(program.stderr());
    stdout = program.stdout();
    return stdout + program.stderr();
  }

  it('is escaped in what commands print about a running program', async () => {
    assert.match(await print(['session', 'start', HOSTILE]), /is open in 1 process/);
    for (const args of [['list'], ['status'], ['session', 'list']])
      assert.ok((await print(args, { FORCE_COLOR: '1' })).includes(ESCAPED), stdout);
    assert.ok((await print(['session', 'end', HOSTILE, '--paths'])).includes(ESCAPED), stdout);
    assert.ok((await print(['session', 'end', HOSTILE])).includes('Cannot end session "\\u001b[35m'), stdout);
  });

  it('has its true value in JSON, without a character that a terminal would interpret', async () => {
    await print(['list', '--json']);
    const [{ label, argv }] = JSON.parse(stdout) as [{ label: string; argv: readonly string[] }];
    assert.deepEqual([label, argv.at(-1)], [HOSTILE, HOSTILE]);
  });

  it('is escaped in the notes at the end of a run', async () => {
    run.endInput();
    await run.exitCode;
    assertHarmless(run.stdout());
    assertHarmless(run.stderr());
    assert.ok(run.stderr().includes(`src/broken${ESCAPED}.js`), run.stderr());
  });

  it('is escaped in tables, with and without colours', async () => {
    for (const FORCE_COLOR of ['0', '1']) {
      assert.ok((await print(['files'], { FORCE_COLOR })).includes(`src/::${ESCAPED}.js`), stdout);
      assert.ok((await print(['func'], { FORCE_COLOR })).includes(`${ESCAPED}.js:7:  ${ESCAPED}`), stdout);
    }
    const changes = await print(['diff', '--base', 'main']);
    assert.ok(changes.includes(`src/::${ESCAPED}.js`), changes);
    const annotated = startCovermain(project, ['diff', '--base', 'main', '--annotations'], {
      env: ENVIRONMENT,
    });
    await annotated.exitCode;
    const [command = '', ...others] = annotated.stdout().match(/^\s*::.*$/gm) ?? [];
    assert.match(command, /^::warning file=src\/%3A%3A\\x1b\[35m.*%0Acovermain%3A forged%0A%3A%3Aerror/);
    assert.deepEqual(others, []);
    assert.ok((await print(['who', `${FILE}:2`])).includes('(total)'), stdout);
    await print(['doctor']);
    await print(['percent', '--include', HOSTILE]);
  });

  it('is escaped in errors', async () => {
    for (const args of [
      ['files', HOSTILE],
      ['merge', HOSTILE, '-o', 'merged'],
      ['who', HOSTILE],
      ['diff', '--base', HOSTILE],
      ['list', `--${HOSTILE}`],
      [HOSTILE],
      ['run', '--', `./${HOSTILE}`],
      ['report', '--reporter', HOSTILE],
    ])
      assert.match(await print(args), /\\(x1b|u001b)\[35m/);
    assert.match(await print(['run', '--', 'true'], { COVER_TIMEOUT: HOSTILE, FORCE_COLOR: '1' }), /u009b2J/);
  });

  it('is escaped on a terminal, also in documents for programs', async () => {
    const commands = ['files', 'func', 'textfmt', 'files --json'].map((command) => `covermain ${command}`);
    const program = startInTerminal(project, `sh -c '${commands.join('; ')}'`, { env: ENVIRONMENT });
    await program.exitCode;
    assertHarmless(program.stdout().replaceAll('\r\n', '\n'));
    assert.ok(program.stdout().includes(ESCAPED), program.stdout());
  });

  it('does not flood a terminal', async () => {
    const long = 'x'.repeat(100_000);
    const text = await print(['files', long]);
    assert.match(text, /x…x/);
    assert.ok(text.length < 2_000, text);
  });
});

/** Fails if a text contains anything but printable characters, line breaks and the colours of covermain. */
function assertHarmless(text: string): void {
  const shown = JSON.stringify(text);
  const [first = '', ...more] = text.split('\x1b[');
  const uncoloured = [first, ...more.map((part) => part.replace(/^3[1239]m/, ''))].join('');
  assert.equal(more.filter((part) => !/^3[1239]m/.test(part)).length, 0, shown);
  assert.doesNotMatch(uncoloured, /(?!\n)[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u, shown);
  assert.doesNotMatch(text, /^\s*(covermain: forged|::)/m, shown);
}
