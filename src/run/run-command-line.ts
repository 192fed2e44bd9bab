/** Runs a command line in the foreground. */
import type { ChildProcess, SpawnOptions, StdioOptions } from 'node:child_process';
import spawn from 'cross-spawn';
import type { CommandLine } from './command-lines.js';
import descriptors from './inherited-descriptors.cjs';
import { type CommandEnd, deathBy, endOfChild } from './process-end.js';

/** Starts passing signals on to a program. */
export type PassSignals = (child: ChildProcess) => SignalPassing;

export interface SignalPassing {
  stop(): void;
  /** Returns whether a second Ctrl+C has killed the program. */
  wasForced(): boolean;
}

export interface ForegroundOptions {
  readonly passSignals: PassSignals;
  /** Called with the child when it starts. */
  readonly onStart?: (child: ChildProcess) => void;
}

/**
 * Runs a command line to its end.
 *
 * @returns how it ended; as by SIGINT if a second Ctrl+C killed the child
 * @throws NodeJS.ErrnoException if the command cannot be started
 */
export function runCommandLine(
  commandLine: CommandLine,
  { passSignals, onStart }: ForegroundOptions,
): Promise<CommandEnd> {
  const child = start(commandLine);
  const passing = passSignals(child);
  onStart?.(child);
  return new Promise((resolve, reject) => {
    child.once('error', (error) => {
      passing.stop();
      reject(error);
    });
    child.once('close', (code, signal) => {
      passing.stop();
      resolve(passing.wasForced() ? deathBy('SIGINT') : endOfChild(code, signal));
    });
  });
}

/** Starts the command with all descriptors that this process has inherited, and closes them here. */
function start({ command, args, cwd, env }: CommandLine): ChildProcess {
  const options: SpawnOptions = { cwd, env: { ...env, ...channelVariables() }, stdio: stdio() };
  const child = isActivated(env)
    ? spawn('sh', ['-c', ACTIVATED, command, ...args], options)
    : spawn(command, [...args], options);
  descriptors.releaseDescriptors();
  return child;
}

/** Tells the command that systemd's sockets are for it. Only a process can know its own pid before it starts. */
const ACTIVATED = 'export LISTEN_PID=$$; exec "$0" "$@"';

/** Returns whether systemd has passed sockets to this process. */
function isActivated({ LISTEN_PID }: CommandLine['env']): boolean {
  return LISTEN_PID === `${process.pid}`;
}

function stdio(): StdioOptions {
  const inherited = descriptors.inheritedDescriptors();
  const highest = Math.max(2, ...inherited);
  return Array.from({ length: highest + 1 }, (_, descriptor) =>
    descriptor <= 2 || inherited.includes(descriptor) ? descriptor : 'ignore',
  );
}

/** Node removes the variables of its IPC channel from the environment when it opens the channel. */
function channelVariables(): Readonly<Record<string, string>> {
  const channel = descriptors.inheritedChannel();
  if (!channel) return {};
  return {
    NODE_CHANNEL_FD: `${channel.descriptor}`,
    NODE_CHANNEL_SERIALIZATION_MODE: channel.serialization,
  };
}
