/** The commands that speak to programs while they run. */
import { type Command, InvalidArgumentError } from 'commander';
import type { AgentOptions } from '../commands/ask-agents.js';
import type { StopOptions } from '../commands/stop.js';
import { COMMAND_GROUPS } from './layout.js';
import type { Output } from './output.js';

/** By the names that commander derives from the options. */
type AskOptions = Pick<AgentOptions, 'run' | 'pid' | 'json'>;

export function addAgentCommands(program: Command, output: Output): void {
  program.commandsGroup(COMMAND_GROUPS.running);
  agentCommand(program, 'list', 'name the processes of this project that are measured', 'list --json').action(
    acting(async (options) => (await import('../commands/list.js')).listCommand(options)),
  );
  agentCommand(program, 'status', 'tell what each measured process has counted', 'status --pid 4711').action(
    acting(async (options) => (await import('../commands/status.js')).statusCommand(options)),
  );
  agentCommand(program, 'dump', 'have measured processes write their profiles now', 'dump').action(
    acting(async (options) => (await import('../commands/dump.js')).dumpCommand(options)),
  );
  agentCommand(program, 'reset', 'have measured processes begin new profiles, from 0', 'reset').action(
    acting(async (options) => (await import('../commands/reset.js')).resetCommand(options)),
  );
  agentCommand(program, 'stop', 'end measured processes, as Ctrl+C would', 'stop --timeout 60s')
    .option('--timeout <duration>', 'how long to wait until they have ended', '10s')
    .option('--no-wait', 'do not wait until they have ended')
    .action(
      acting<Pick<StopOptions, 'timeout' | 'wait'>>(async (options) =>
        (await import('../commands/stop.js')).stopCommand(options),
      ),
    );

  const session = program
    .command('session')
    .description('write the profile of a part of a run, such as one test');
  agentCommand(session, 'start', 'begin a session', 'session start checkout')
    .argument('<name>', 'what it is called')
    .action((name: string, options: AskOptions) =>
      acting(async (all) => (await import('../commands/session.js')).startSessionCommand(all, name))(options),
    );
  agentCommand(session, 'end', 'end a session, and write its profiles', 'session end checkout')
    .argument('<name>', 'what it is called')
    .action((name: string, options: AskOptions) =>
      acting(async (all) => (await import('../commands/session.js')).endSessionCommand(all, name))(options),
    );
  agentCommand(session, 'list', 'name the sessions that are open', 'session list --json').action(
    acting(async (options) => (await import('../commands/session.js')).listSessionsCommand(options)),
  );

  function acting<More = unknown>(command: (options: AgentOptions & More) => Promise<number>) {
    return async (options: AskOptions & More): Promise<void> => {
      process.exitCode = await command({ ...options, cwd: process.cwd(), ...output });
    };
  }
}

/** A command that speaks to programs while they run. */
function agentCommand(parent: Command, name: string, description: string, example: string): Command {
  return parent
    .command(name)
    .description(description)
    .option('--run <id>', 'only processes of this run')
    .option('--pid <pid>', 'only this process', pidOf)
    .option('--json', 'print one JSON document')
    .addHelpText('after', `\nExample:\n  covermain ${example}`);
}

function pidOf(text: string): number {
  if (/^[1-9]\d*$/.test(text)) return Number(text);
  throw new InvalidArgumentError('Expected the number of a process, such as 4711.');
}
