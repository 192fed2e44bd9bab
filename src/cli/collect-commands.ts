/** The commands that collect profiles from other machines. */
import type { Command } from 'commander';
import type { CollectCommandOptions } from '../commands/collect.js';
import type { CollectFlags } from '../commands/collect-flags.js';
import type { KubernetesFlags } from '../commands/collect-kubernetes.js';
import { runUntilSignals } from './interruptible.js';
import { COMMAND_GROUPS } from './layout.js';
import type { CommandOutput } from './output.js';
import { JSON_OPTION } from './reading-command.js';

export function addCollectCommands(program: Command, output: CommandOutput): void {
  program.commandsGroup(COMMAND_GROUPS.remote);
  const collect = program
    .command('collect')
    .description('Collect the profiles of programs on other machines')
    .addHelpText('after', '\nExample:\n  covermain collect agent http://10.0.0.5:7777 -o data');
  addCollectKubernetes(collect, output);
  addCollectAgent(collect, output);
  addCollectDirectory(collect, output);
}

function addCollectKubernetes(collect: Command, output: CommandOutput): void {
  const command = addSubcommand(
    collect,
    'kubernetes',
    'Collect from the pods of a cluster through your kubectl',
    'collect kubernetes --selector app=web --namespace shop --reset -o data',
  )
    .requiredOption('-l, --selector <labels>', 'Label selector of the pods, such as app=web')
    .option('-n, --namespace <namespace>', "Namespace of the pods (default: the context's)")
    .option('--context <context>', 'Context of your kubeconfig (default: the current one)')
    .option('--container <container>', 'Container of each pod (default: those that run covermain)')
    .option(
      '--port <port>',
      "Port of the agents, or off for kubectl exec (default: the container's, or 7777)",
    )
    .option('--kubectl <file>', 'Program to run', 'kubectl');
  addAgentOptions(command).action((flags: CollectFlags & KubernetesFlags) =>
    runCollection(output, flags, async (options) =>
      (await import('../commands/collect-kubernetes.js')).collectKubernetesCommand(options, flags),
    ),
  );
}

function addCollectAgent(collect: Command, output: CommandOutput): void {
  const command = addSubcommand(
    collect,
    'agent',
    'Collect from agents by their URLs',
    'collect agent http://10.0.0.5:7777 http://10.0.0.6:7777 --token-file token -o data',
  ).argument('<urls...>', 'URLs of agents, such as http://127.0.0.1:7777');
  addAgentOptions(command).action((urls: readonly string[], flags: CollectFlags) =>
    runCollection(output, flags, async (options) =>
      (await import('../commands/collect-agent.js')).collectAgentCommand(options, urls),
    ),
  );
}

function addCollectDirectory(collect: Command, output: CommandOutput): void {
  addSubcommand(
    collect,
    'directory',
    'Collect from directories and archives, such as volumes of containers',
    'collect directory /mnt/coverage -o data',
  )
    .argument('<directories...>', 'Profile directories, archives, and directories that contain them')
    .action((paths: readonly string[], flags: CollectFlags) =>
      runCollection(output, flags, async (options) =>
        (await import('../commands/collect-directory.js')).collectDirectoryCommand(options, paths),
      ),
    );
}

/** Adds the options of the commands that collect from agents. */
function addAgentOptions(command: Command): Command {
  return command
    .option('--timeout <duration>', 'Maximum time for each target', '60s')
    .option('--concurrency <number>', 'Number of targets to collect from at the same time', '8')
    .option('--token-file <file>', 'File with the token of the agents (COVER_TOKEN)')
    .option('--reset', 'Start a new epoch in each process after its profile was stored')
    .option('--session <name>', 'End this session, and store its profiles in sessions/<name>');
}

/** Adds a command of `covermain collect`, with the options that all of these share. */
function addSubcommand(parent: Command, name: string, description: string, example: string): Command {
  return parent
    .command(name)
    .description(description)
    .option(
      '-o, --output <directory>',
      'Directory to add the profiles to (default: a new one in coverage-data/)',
    )
    .option('--watch <duration>', 'Collect again and again, with this pause, until Ctrl+C')
    .option('--report', 'Draw the report of the directory at the end')
    .option('--force', 'Exit with code 0 although something is missing, if at least one profile arrived')
    .option(...JSON_OPTION)
    .addHelpText('after', `\nExample:\n  covermain ${example}`);
}

/**
 * Runs a collection, and makes its exit code that of the process. With `--watch`, the first Ctrl+C ends it after a last round, and a
 * second one stops it at once. Without `--watch`, the first one stops it. What has arrived is kept.
 */
async function runCollection(
  output: CommandOutput,
  flags: CollectFlags,
  command: (options: CollectCommandOptions) => Promise<number>,
): Promise<void> {
  const { cwd, env } = process;
  process.exitCode = await runUntilSignals(
    (signals) => command({ ...flags, ...signals, cwd: cwd(), environment: env, ...output }),
    {
      isStoppedAtOnce: flags.watch === undefined,
      onEnd: () => output.logLine('Collecting a last round. Press Ctrl+C again to stop at once.'),
    },
  );
}
