/** The command that receives profiles. */
import type { Command } from 'commander';
import type { ReceiveFlags } from '../center/receive-settings.js';
import { abortOnFirstSignal } from './interruptible.js';
import { COMMAND_GROUPS } from './layout.js';
import type { CommandOutput } from './output.js';

export function addReceiveCommand(program: Command, output: CommandOutput): void {
  program.commandsGroup(COMMAND_GROUPS.remote);
  program
    .command('receive')
    .description('Receive profiles that programs on other machines push, until Ctrl+C')
    .option('--port <port>', 'Port to listen on; 0 lets the system choose one (default: 7777)')
    .option('--host <host>', 'Address to listen on; all but loopback need a token (default: 127.0.0.1)')
    .option('--dir <directory>', 'Profile directory to store profiles in (default: coverage-data/received)')
    .option('--token-file <file>', 'File with the bearer token that clients must send (default: COVER_TOKEN)')
    .option('--keep <duration>', 'Remove profiles that are older, such as 30d (default: keep all)')
    .option('--max-size <size>', 'Maximum size of one upload, such as 10mb (default: 64mb)')
    .addHelpText('after', '\nExample:\n  covermain receive --host 0.0.0.0 --token-file token.txt --keep 30d')
    .action(async (flags: ReceiveFlags) => {
      const { receiveCommand } = await import('../commands/receive.js');
      const signal = abortOnFirstSignal();
      const { cwd, env } = process;
      process.exitCode = await receiveCommand({ flags, cwd: cwd(), environment: env, signal, ...output });
    });
}
