/** Forwards a port of this machine to one of a pod. It reaches servers that listen on the pod's loopback address. */
import { type Kubectl, type KubectlProcess, startKubectl } from './kubectl.js';
import { describeStderr, toKubectlError } from './kubectl-errors.js';
import type { Pod } from './pods.js';

export interface PortForward {
  /** Port on 127.0.0.1. */
  readonly port: number;
  /** Explains why a connection failed, with what kubectl printed, or returns `undefined` if it printed nothing. */
  explain(): Promise<string | undefined>;
  close(): Promise<void>;
}

const FORWARDING = /^Forwarding from 127\.0\.0\.1:(\d{1,5}) -> \d+\r?$/m;

/** Maximum length of what kubectl prints before it forwards. */
const STDOUT_LIMIT = 2 ** 14;

/** Milliseconds in which kubectl explains why it has closed a connection. */
const EXPLANATION_DELAY = 300;

/** @throws CovermainError `KUBECTL_MISSING`, `KUBECTL_FORBIDDEN`, `KUBECTL_FAILED`; the reason of the signal */
export async function openPortForward(
  kubectl: Kubectl,
  { namespace, name }: Pick<Pod, 'namespace' | 'name'>,
  port: number,
  signal: AbortSignal,
): Promise<PortForward> {
  signal.throwIfAborted();
  const args = ['port-forward', '--address=127.0.0.1', '--pod-running-timeout=5s', `pod/${name}`, `:${port}`];
  const process = await startKubectl(kubectl, { namespace, args });
  process.child.stdin?.end();
  try {
    return {
      port: await awaitLocalPort(process, signal),
      explain: () => explain(process),
      close: () => process.end(),
    };
  } catch (error) {
    await process.end();
    throw error;
  }
}

function awaitLocalPort(process: KubectlProcess, signal: AbortSignal): Promise<number> {
  return new Promise((resolve, reject) => {
    let printed = '';
    const abort = () => reject(signal.reason);
    signal.addEventListener('abort', abort, { once: true });
    if (signal.aborted) abort();
    process.child.stdout?.setEncoding('utf8').on('data', (text: string) => {
      // It prints a line for each connection later on.
      if (printed.length > STDOUT_LIMIT) return;
      printed += text;
      const [, port] = FORWARDING.exec(printed) ?? [];
      if (port === undefined) return;
      signal.removeEventListener('abort', abort);
      resolve(Number(port));
    });
    void process.ended.then((exitCode) => {
      signal.removeEventListener('abort', abort);
      reject(toKubectlError('port-forward', { exitCode, stderr: process.stderr() }));
    });
  });
}

async function explain(process: KubectlProcess): Promise<string | undefined> {
  if (process.stderr() === '') await awaitStderr(process);
  return describeStderr(process.stderr()) || undefined;
}

async function awaitStderr({ child, ended }: KubectlProcess): Promise<void> {
  const { stderr } = child;
  let stop = () => {};
  const waited = new Promise<void>((resolve) => {
    const timer = setTimeout(resolve, EXPLANATION_DELAY);
    stderr?.once('data', resolve);
    stop = () => {
      clearTimeout(timer);
      stderr?.off('data', resolve);
    };
  });
  await Promise.race([waited, ended]);
  stop();
}
