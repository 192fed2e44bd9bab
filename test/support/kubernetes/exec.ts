/** Exec: runs a command of a container as a process of this machine, and connects it with the client's streams. */
import { type ChildProcess, spawn } from 'node:child_process';
import type { Readable, Writable } from 'node:stream';
import type { ContainerSpec } from './pods.js';
import { exitStatus, failureStatus, type StatusObject } from './statuses.js';

/** Streams of an exec request. A stream is null if the client did not ask for it. */
export interface ExecStreams {
  readonly stdin: Readable | null;
  readonly stdout: Writable | null;
  readonly stderr: Writable | null;
  /** Ends the request with a status. */
  readonly finish: (status: StatusObject) => void;
}

/** Runs a command and sends its status at the end. Resolves then. @param onStart receives the process */
export async function execInContainer(
  container: ContainerSpec,
  hostname: string,
  command: readonly string[],
  streams: ExecStreams,
  onStart: (child: ChildProcess) => void,
): Promise<void> {
  const child = startProcess(container, hostname, command);
  if (child === null) return reportMissingProgram(container, command[0] ?? '', streams);
  onStart(child);
  if (streams.stdin === null) child.stdin?.end();
  else if (child.stdin !== null) {
    streams.stdin.pipe(child.stdin);
    child.stdin.on('error', () => streams.stdin?.resume()); // The process has closed its stdin or has ended.
  }
  connectOutput(child.stdout, streams.stdout);
  connectOutput(child.stderr, streams.stderr);
  await new Promise<void>((resolve) => {
    child.once('error', (error) => {
      streams.finish(failureStatus(500, `Internal error occurred: ${error.message}`));
      resolve();
    });
    child.once('close', (code, signal) => {
      streams.finish(exitStatus(code ?? (signal === 'SIGKILL' ? 137 : 143)));
      resolve();
    });
  });
}

function startProcess(
  container: ContainerSpec,
  hostname: string,
  command: readonly string[],
): ChildProcess | null {
  const { env = {}, cwd, exec, programs = DEFAULT_PROGRAMS } = container;
  const complete = {
    PATH: '/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin',
    HOSTNAME: hostname,
    ...env,
  };
  if (exec !== undefined) return exec(command, complete);
  const program = programs[command[0] ?? ''];
  if (program === undefined) return null;
  return spawn(program, command.slice(1), {
    env: complete,
    stdio: 'pipe',
    ...(cwd === undefined ? {} : { cwd }),
  });
}

const DEFAULT_PROGRAMS: Readonly<Record<string, string>> = {
  node: process.execPath,
  '/usr/local/bin/node': process.execPath,
};

function connectOutput(source: Readable | null, target: Writable | null): void {
  if (source === null || target === null) {
    source?.resume();
    return;
  }
  target.on('error', () => source.resume()); // The client is gone. The process goes on.
  target.on('close', () => source.resume());
  source.pipe(target);
}

/** Reports a program that the image lacks, with runc's message. */
function reportMissingProgram(container: ContainerSpec, program: string, streams: ExecStreams): void {
  const reason = program.startsWith('/')
    ? `stat ${program}: no such file or directory`
    : 'executable file not found in $PATH';
  const runtime = `OCI runtime exec failed: exec failed: unable to start container process: exec: "${program}": ${reason}: unknown`;
  if (container.missingProgram === 'exit-code') {
    streams.stdout?.write(`${runtime}\r\n`);
    streams.stdout?.end();
    streams.stderr?.end();
    streams.finish(exitStatus(program.startsWith('/') ? 127 : 126));
    return;
  }
  streams.stdout?.end();
  streams.stderr?.end();
  const message =
    'Internal error occurred: error executing command in container: failed to exec in container: failed to start ' +
    `exec "0123456789abcdef": ${runtime}`;
  streams.finish(failureStatus(500, message, { causes: [{ message }] }));
}
