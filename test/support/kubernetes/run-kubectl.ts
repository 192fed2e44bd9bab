/** Runs kubectl against a fake cluster. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import type { FakeCluster } from './cluster.js';

export interface KubectlResult {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs kubectl to its end. @param input bytes for its stdin; null keeps it open */
export async function runKubectl(
  kubectl: string,
  cluster: FakeCluster,
  args: readonly string[],
  input: string | Buffer | null = '',
): Promise<KubectlResult> {
  const child = spawn(kubectl, args, { env: cluster.env, stdio: 'pipe' });
  child.stdin.on('error', () => {}); // kubectl has ended without reading its stdin.
  if (input !== null) child.stdin.end(input);
  const [stdout, stderr, [code]] = await Promise.all([
    readText(child.stdout),
    readText(child.stderr),
    once(child, 'close') as Promise<[number | null]>,
  ]);
  return { code, stdout, stderr };
}

export interface PortForward {
  /** Local port. */
  readonly port: number;
  readonly child: ChildProcess;
  /** Resolves with the exit code and what kubectl wrote when it has ended. */
  readonly result: Promise<KubectlResult>;
  close(): Promise<void>;
}

/** Starts `kubectl port-forward` and resolves when it listens. @throws Error with its output if it ends before */
export async function startPortForward(
  kubectl: string,
  cluster: FakeCluster,
  target: string,
  port: number,
): Promise<PortForward> {
  const args = ['port-forward', '--address', '127.0.0.1', target, `:${port}`];
  const child = spawn(kubectl, args, { env: cluster.env, stdio: ['ignore', 'pipe', 'pipe'] });
  const closed = once(child, 'close') as Promise<[number | null]>;
  let text = '';
  const listening = new Promise<number>((resolve) => {
    child.stdout.on('data', (chunk: Buffer) => {
      text += chunk;
      const match = /127\.0\.0\.1:(\d+) ->/.exec(text);
      if (match !== null) resolve(Number(match[1]));
    });
  });
  const errors = readText(child.stderr);
  const result = closed.then(async ([code]) => ({ code, stdout: text, stderr: await errors }));
  const failed = result.then(({ stderr }) => Promise.reject(new Error(`kubectl port-forward: ${stderr}`)));
  failed.catch(() => {}); // It ends later, too.
  return {
    port: await Promise.race([listening, failed]),
    child,
    result,
    async close() {
      child.kill();
      await closed;
    },
  };
}

async function readText(stream: NodeJS.ReadableStream): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of stream) chunks.push(Buffer.from(chunk));
  return Buffer.concat(chunks).toString();
}
