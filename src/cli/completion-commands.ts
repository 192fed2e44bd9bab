/** The commands that make shells complete the command line. */
import { Argument, type Command } from 'commander';
import { CANDIDATES_COMMAND, completionScriptOf, SHELLS, type Shell } from './completion/scripts.js';
import { COMMAND_GROUPS } from './layout.js';
import type { CommandOutput } from './output.js';

export function addCompletionCommands(program: Command, { print }: Pick<CommandOutput, 'print'>): void {
  program.commandsGroup(COMMAND_GROUPS.help);
  program
    .command('completion')
    .description('Print the script with which a shell completes covermain')
    .addArgument(new Argument('<shell>', 'Shell that runs the script').choices(SHELLS))
    .addHelpText(
      'after',
      '\nExamples:\n  source <(covermain completion bash)\n  covermain completion fish | source',
    )
    .action((shell: Shell) => print(completionScriptOf(shell).trimEnd(), 'document'));
  program
    .command(CANDIDATES_COMMAND, { hidden: true })
    .argument('[words...]')
    .passThroughOptions()
    .action(async (words: readonly string[]) => {
      const { findCompletions } = await import('./completion/find-completions.js');
      const { cwd, env } = process;
      const { candidates, shell } = await findCompletions(program, words, { cwd: cwd(), environment: env });
      const lines = candidates.map(({ value, description }) => `${value}\t${description}`);
      if (candidates.length > 0 || shell)
        print([...lines, ...(shell ? [`\t${shell}`] : [])].join('\n'), 'document');
    });
}
