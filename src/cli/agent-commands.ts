/** The commands that control measured programs while they run. */
import { type Command, InvalidArgumentError, Option } from 'commander';
import type { AgentOptions } from '../commands/ask-agents.js';
import type { EndSessionOptions } from '../commands/session.js';
import type { StatusOptions } from '../commands/status.js';
import type { StopOptions } from '../commands/stop.js';
import type { WatchCommandOptions } from '../commands/watch.js';
import { abortOnFirstSignal } from './interruptible.js';
import { COMMAND_GROUPS } from './layout.js';
import type { CommandOutput } from './output.js';
import { JSON_OPTION } from './reading-command.js';
import { openScreen } from './screen.js';

/** Options of every agent command, by the names that commander derives from the flags. */
type AgentFlags = Pick<AgentOptions, 'run' | 'pid' | 'wait' | 'json'>;

export function addAgentCommands(program: Command, output: CommandOutput): void {
  program.commandsGroup(COMMAND_GROUPS.control);
  agentCommand(program, 'list', 'List the measured processes of this project', 'list --json').action(
    actionOf(async (options) => (await import('../commands/list.js')).listCommand(options)),
  );
  agentCommand(program, 'status', 'Print the state of each measured process', 'status --watch')
    .addOption(WATCH)
    .action(
      actionOf<Pick<StatusOptions, 'watch'>>(async (options) => {
        const { statusCommand } = await import('../commands/status.js');
        const { colors } = output;
        const watching =
          options.watch === undefined ? {} : { signal: abortOnFirstSignal(), openScreen, colors };
        return statusCommand({ ...options, ...watching });
      }),
    );
  addWatch(program, output);
  agentCommand(program, 'dump', 'Make measured processes write their profiles now', 'dump').action(
    actionOf(async (options) => (await import('../commands/dump.js')).dumpCommand(options)),
  );
  agentCommand(
    program,
    'reset',
    'Close the current epoch of measured processes and start a new one',
    'reset',
  ).action(actionOf(async (options) => (await import('../commands/reset.js')).resetCommand(options)));
  agentCommand(program, 'stop', 'End measured processes, as Ctrl+C does', 'stop --timeout 60s')
    .option('--timeout <duration>', 'Maximum time to wait for their end', '10s')
    .addOption(NO_WAIT)
    .action(
      actionOf<Pick<StopOptions, 'timeout' | 'waitForEnd'>>(async (options) =>
        (await import('../commands/stop.js')).stopCommand(options),
      ),
    );

  const session = program
    .command('session')
    .description('Record a separate profile for part of a run, such as one test');
  agentCommand(session, 'start', 'Start a session', 'session start checkout')
    .argument('<name>', 'Name of the session')
    .action((name: string, flags: AgentFlags) =>
      actionOf(async (options) =>
        (await import('../commands/session.js')).startSessionCommand(options, name),
      )(flags),
    );
  agentCommand(session, 'end', 'End a session and print what it executed', 'session end checkout')
    .argument('<name>', 'Name of the session')
    .option('--paths', 'Also print the profile that each process has written')
    .action((name: string, flags: AgentFlags & Pick<EndSessionOptions, 'paths'>) =>
      actionOf<Pick<EndSessionOptions, 'paths'>>(async (options) =>
        (await import('../commands/session.js')).endSessionCommand(
          { ...options, environment: process.env },
          name,
        ),
      )(flags),
    );
  agentCommand(session, 'list', 'List the open sessions', 'session list --json').action(
    actionOf(async (options) => (await import('../commands/session.js')).listSessionsCommand(options)),
  );

  /** Returns the action of a command, which makes its exit code that of the process. */
  function actionOf<More = unknown>(command: (options: AgentOptions & More) => Promise<number>) {
    return async (flags: AgentFlags & More): Promise<void> => {
      process.exitCode = await command({ ...flags, cwd: process.cwd(), ...output });
    };
  }
}

function addWatch(program: Command, { logLine }: CommandOutput): void {
  program
    .command('watch')
    .description('Keep a file with the coverage of the running program up to date, until Ctrl+C')
    .requiredOption('--lcov <file>', 'Write lcov, which editors show (for example Coverage Gutters)')
    .option('--run <id>', 'Follow only this run, and end with it')
    .addHelpText('after', '\nExample:\n  covermain watch --lcov coverage/lcov.info')
    .action(async (flags: Pick<WatchCommandOptions, 'lcov' | 'run'>) => {
      const { watchCommand } = await import('../commands/watch.js');
      const { openRunModel } = await import('../live/open-run-model.js');
      const { env } = process;
      const common = { cwd: process.cwd(), environment: env, logLine, openModel: openRunModel };
      process.exitCode = await watchCommand({ ...flags, ...common, signal: abortOnFirstSignal() });
    });
}

/** Option of `stop`. Commander would store it with `--wait`, which has another meaning. */
const NO_WAIT = Object.assign(new Option('--no-wait', 'Do not wait for their end'), {
  attributeName: () => 'waitForEnd',
});

const WATCH = new Option(
  '--watch [duration]',
  'Print it again until Ctrl+C, and wait for processes (default: every 1s)',
)
  .argParser((text) => parseWait(text, '--watch'))
  .conflicts('wait');

/** Adds a command that sends a request to running programs. */
function agentCommand(parent: Command, name: string, description: string, example: string): Command {
  return parent
    .command(name)
    .description(description)
    .option('--run <id>', 'Select only processes of this run')
    .option('--pid <pid>', 'Select only this process', parsePid)
    .option('--wait [duration]', 'Wait for a measured process if there is none (default: 60s)', (text) =>
      parseWait(text, '--wait'),
    )
    .option(...JSON_OPTION)
    .addHelpText('after', `\nExample:\n  covermain ${example}`);
}

function parsePid(text: string): number {
  if (/^[1-9]\d*$/.test(text)) return Number(text);
  throw new InvalidArgumentError('Expected a process id, such as 4711.');
}

/** Refuses text that is no duration: it may be the argument that follows the option. */
export function parseWait(text: string, option: string): string {
  if (/^\d/.test(text)) return text;
  throw new InvalidArgumentError(
    `Expected a duration, such as 30s. Without one, write ${option} at the end.`,
  );
}
