/** Completes command lines in real shells: types them, presses Tab and Enter, and looks at the arguments that arrive. */
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { SHELLS, type Shell } from '../../../src/cli/completion/scripts.js';
import { agentOf } from '../../support/live-agents.js';
import { killLeftPrograms, type Program, start, startCovermain } from '../../support/program.js';
import { makeProject, type Project, REPOSITORY } from '../../support/project.js';
import { shellsToTest } from '../../support/shells.js';

/** The program that the shells call: it passes completions on, and records the arguments of every other call. */
const SHIM = `#!${process.execPath}
const args = process.argv.slice(2);
if (args[0].startsWith('completion')) {
  process.argv = [process.argv[0], '${REPOSITORY}/bin/covermain.js', ...args];
  import('${REPOSITORY}/dist/src/cli/main.cjs');
} else {
  require('node:fs').writeFileSync('called.json', JSON.stringify(args));
  console.log('called ' + 'with ' + args.length);
}
`;

/** How each shell starts without the user's configuration, loads the script and shows that it is ready. */
const STARTS: Readonly<Record<Shell, readonly [command: string, load: string]>> = {
  bash: [
    'bash --norc --noprofile -i',
    'bind "set enable-bracketed-paste off"; source <(covermain completion bash)',
  ],
  zsh: [
    'zsh -f -i',
    'autoload -Uz compinit && compinit -u -d .zcompdump; source <(covermain completion zsh)',
  ],
  fish: ['fish --no-config -i', 'covermain completion fish | source'],
};

/** Text before Tab, and the arguments that arrive after Enter. */
const COMPLETED: readonly [title: string, typed: string, args: readonly string[]][] = [
  ['a command', 'repo', ['report']],
  ['a subcommand', 'session sta', ['session', 'start']],
  ['a command of the help', 'help repo', ['help', 'report']],
  ['an option', 'report --report-d', ['report', '--report-dir']],
  ['a reporter', 'report --reporter json-s', ['report', '--reporter', 'json-summary']],
  ['the value after an equals sign', 'report --reporter=json-s', ['report', '--reporter=json-summary']],
  ['an engine', 'run --engine ny', ['run', '--engine', 'nyc']],
  ['a signal', 'run --signal SIGUSR2', ['run', '--signal', 'SIGUSR2']],
  ['a shipped snippet', 'inject --snippet trig', ['inject', '--snippet', 'trigger-file']],
  ['a snippet file', 'inject --snippet src/sho', ['inject', '--snippet', 'src/shop.js']],
  ['a directory', 'report --root unus', ['report', '--root', 'unusual']],
  ['a file', 'manual src/sho', ['manual', 'src/shop.js']],
  ['the value of an option that names a file', 'watch --lcov src/sho', ['watch', '--lcov', 'src/shop.js']],
  ['a file of a started program', 'run node src/sho', ['run', 'node', 'src/shop.js']],
  ['a Git ref', 'diff --base feature/on', ['diff', '--base', 'feature/one']],
  ['a session with a space', 'session end Pay', ['session', 'end', 'Pay now']],
  ['a session with a colon', 'session end a:', ['session', 'end', 'a:b']],
  [
    'a session that looks like commands',
    'session end x',
    ['session', 'end', 'x$(touch evil)`touch evil`;touch evil'],
  ],
];

describe('completion', function () {
  this.timeout(60_000);
  let project: Project;
  let measured: Program;

  before(async () => {
    project = makeProject({
      'src/shop.js': "process.stdin.resume(); console.log('ready');\n",
      'unusual/a.txt': '',
    });
    mkdirSync(project.path('bin'));
    writeFileSync(project.path('bin/covermain'), SHIM);
    writeFileSync(project.path('bin/package.json'), '{ "type": "commonjs" }');
    chmodSync(project.path('bin/covermain'), 0o755);
    execFileSync('git', ['init', '--quiet', '--initial-branch=main'], { cwd: project.root });
    execFileSync(
      'git',
      ['-c', 'user.name=a', '-c', 'user.email=a@example.org', 'commit', '-qm', 'a', '--allow-empty'],
      { cwd: project.root },
    );
    execFileSync('git', ['branch', 'feature/one'], { cwd: project.root });
    measured = startCovermain(project, ['run', '--no-report', '--', process.execPath, 'src/shop.js']);
    await measured.printed(/ready/);
    const agent = await agentOf(project, measured, await readPid());
    for (const name of ['Pay now', 'a:b', 'x$(touch evil)`touch evil`;touch evil', 'line\nbreak'])
      await agent.startSession(name);
  });

  /** Returns the pid of the measured process, which `covermain list` waits for. */
  async function readPid(): Promise<number> {
    const list = startCovermain(project, ['list', '--wait', '--json']);
    assert.equal(await list.exitCode, 0, list.output());
    return JSON.parse(list.stdout())[0].pid;
  }

  after(async () => {
    measured?.endInput();
    await measured?.exitCode;
    killLeftPrograms();
    project.remove();
  });

  afterEach(() => assert.equal(existsSync(project.path('evil')), false));

  const environment = () => ({
    PATH: `${project.path('bin')}:${process.env.PATH}`,
    TERM: 'dumb',
    LC_ALL: 'C.UTF-8',
  });

  const shells = shellsToTest();
  for (const shell of SHELLS) {
    if (!shells.includes(shell)) {
      it(`is not tested in ${shell} because it is not installed: apt-get install ${shell}`);
      continue;
    }

    describe(`in ${shell}`, () => {
      let terminal: Program;

      before(async () => {
        const [command, load] = STARTS[shell];
        terminal = start(project, 'script', ['-qfec', `exec ${command}`, '/dev/null'], {
          env: { ...environment(), SHELL: '/bin/sh' },
        });
        terminal.type(`${load}; echo loaded-$(echo it)\r`);
        await terminal.printed(/loaded-it/);
      });

      after(async () => {
        terminal.type('\u0015exit\r');
        await terminal.exitCode;
      });

      for (const [title, typed, args] of COMPLETED)
        it(`completes ${title}`, async () => {
          rmSync(project.path('called.json'), { force: true });
          const before = terminal.output().length;
          terminal.type(`covermain ${typed}\t\r`);
          await terminal.until(() => /called with \d+/.test(terminal.output().slice(before)));
          const called: readonly string[] = JSON.parse(readFileSync(project.path('called.json'), 'utf8'));
          // zsh removes the slash of a directory at Enter.
          assert.deepEqual(
            called.map((arg) => arg.replace(/\/$/, '')),
            args,
          );
        });
    });
  }

  if (shells.includes('fish'))
    it('shows descriptions in fish', () => {
      const { PATH, ...env } = { ...process.env, ...environment() };
      const listed = execFileSync(
        'fish',
        ['--no-config', '-c', "covermain completion fish | source; complete -C 'covermain re'"],
        {
          cwd: project.root,
          env: { ...env, PATH },
          encoding: 'utf8',
        },
      );
      assert.deepEqual(listed.trimEnd().split('\n').sort(), [
        'receive\tReceive profiles that programs on other machines push, until Ctrl+C',
        "report\tWrite Istanbul's reports and check thresholds",
        'reset\tClose the current epoch of measured processes and start a new one',
      ]);
    });
});
