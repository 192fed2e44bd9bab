/**
 * Podman with its own storage, networks and locks in a temporary directory, so that it neither sees nor changes other containers
 * of the machine.
 */
import { type ExecFileOptions, execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export interface Podman {
  /** Temporary directory for images and manifests. `remove` deletes it. */
  readonly directory: string;
  /** Environment variables with which other programs, such as scripts, use this podman. */
  readonly environment: Readonly<Record<string, string>>;
  /** Runs podman and returns what it prints to stdout. Rejects with what it prints to stderr. */
  readonly run: (args: readonly string[], options?: RunOptions) => Promise<string>;
  /** Runs podman and returns what it prints to stderr. */
  readonly runForStderr: (args: readonly string[]) => Promise<string>;
  /** Removes all containers, volumes, images and networks, and the directory. */
  readonly remove: () => Promise<void>;
}

export interface RunOptions {
  readonly cwd?: string;
}

/** Long enough for a build on a busy machine. */
const TIMEOUT_MS = 300_000;

/** `runc` and `cgroupfs` work without systemd; the default limits of podman are above those of many machines. */
const containersConf = (directory: string) => `
[containers]
default_ulimits = ["nofile=1024:1024", "nproc=1024:1024"]
[engine]
runtime = "runc"
cgroup_manager = "cgroupfs"
events_logger = "none"
lock_type = "file"
tmp_dir = "${directory}/tmp"
[network]
network_backend = "netavark"
network_config_dir = "${directory}/networks"
`;

const storageConf = (directory: string, driver: string) => `
[storage]
driver = "${driver}"
graphroot = "${directory}/storage"
runroot = "${directory}/run"
`;

/** Prepares podman. Nothing is started. @param driver storage driver */
export function createPodman(driver: 'overlay' | 'vfs'): Podman {
  const directory = realpathSync(mkdtempSync(join(tmpdir(), 'covermain-podman-')));
  for (const name of ['tmp', 'networks']) mkdirSync(join(directory, name));
  const files = { containers: join(directory, 'containers.conf'), storage: join(directory, 'storage.conf') };
  writeFileSync(files.containers, containersConf(directory));
  writeFileSync(files.storage, storageConf(directory, driver));
  const environment = { CONTAINERS_CONF: files.containers, CONTAINERS_STORAGE_CONF: files.storage };
  const env = { ...process.env, ...environment };
  const run: Podman['run'] = (args, options = {}) => execute('podman', args, { ...options, env });
  const runForStderr: Podman['runForStderr'] = (args) => execute('podman', args, { env }, 'stderr');
  return { directory, environment, run, runForStderr, remove: () => removeAll(run, directory) };
}

async function removeAll(run: Podman['run'], directory: string): Promise<void> {
  const commands = [
    ['pod', 'rm', '--all', '--force', '--time', '0'],
    ['rm', '--all', '--force', '--time', '0'],
    ['volume', 'rm', '--all', '--force'],
    ['rmi', '--all', '--force'],
    ['network', 'prune', '--force'],
    ['secret', 'rm', '--all'],
  ];
  // Each command is tried: where podman cannot run, there is nothing to remove.
  for (const command of commands) await run(command).catch(() => undefined);
  rmSync(directory, { recursive: true, force: true, maxRetries: 3 });
}

/** Runs a command and returns what it prints to one stream. Rejects with an error that contains its stderr. */
export function execute(
  command: string,
  args: readonly string[],
  options: ExecFileOptions,
  stream: 'stdout' | 'stderr' = 'stdout',
): Promise<string> {
  return new Promise((resolve, reject) => {
    const limits = { maxBuffer: 64 * 1024 * 1024, timeout: TIMEOUT_MS };
    const child = execFile(
      command,
      [...args],
      { ...limits, ...options, encoding: 'utf8' },
      (error, stdout, stderr) => {
        if (error === null) resolve(stream === 'stdout' ? stdout : stderr);
        else reject(new Error(`${command} ${args.join(' ')}: ${stderr.trim() || error.message}`));
      },
    );
    child.stdin?.end();
  });
}
