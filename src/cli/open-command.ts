/** The command that shows the live page. */
import { type Command, InvalidArgumentError } from 'commander';
import type { LivePageOptions } from '../commands/open.js';
import { HIGHEST_PORT } from '../settings/http.js';
import { parseWait } from './agent-commands.js';
import { runUntilSignals } from './interruptible.js';
import { COMMAND_GROUPS } from './layout.js';
import type { CommandOutput } from './output.js';

type OpenFlags = Pick<LivePageOptions, 'run' | 'wait' | 'browser' | 'port'>;

export function addOpenCommand(program: Command, output: CommandOutput): void {
  program.commandsGroup(COMMAND_GROUPS.control);
  program
    .command('open')
    .description('Show the live page of the newest run in a browser, until Ctrl+C')
    .option('--run <id>', 'Show this run')
    .option(
      '--wait [duration]',
      'Wait for a measured process instead of showing an earlier run (default: 60s)',
      (text) => parseWait(text, '--wait'),
    )
    .option('--port <port>', 'Port to serve the page on (default: one that the system chooses)', parsePort)
    .option('--no-browser', 'Print the address only')
    .addHelpText('after', '\nExample:\n  covermain open --no-browser')
    .action(async (flags: OpenFlags) => {
      const { openCommand } = await import('../commands/open.js');
      const { cwd, env } = process;
      const options = { ...flags, cwd: cwd(), environment: env, ...output };
      // npm passes Ctrl+C on to a command that has received it from the terminal, so the second signal is ignored.
      process.exitCode = await runUntilSignals(({ end }) => openCommand({ ...options, signal: end }), {
        isStoppedAtOnce: false,
        onEnd() {},
      });
    });
}

function parsePort(text: string): number {
  if (/^\d{1,5}$/.test(text) && Number(text) <= HIGHEST_PORT) return Number(text);
  throw new InvalidArgumentError(`Expected a number from 0 to ${HIGHEST_PORT}.`);
}
