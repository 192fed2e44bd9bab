/** Asks the agents of a container through `kubectl exec` and their private sockets. The image needs nothing but Node. */
import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { CovermainError, messageOf } from '../../platform/errors.js';
import { escapeTerminal } from '../../platform/escape-terminal.js';
import { type AgentLink, MAX_RESPONSE_BYTES, type TargetRequest } from '../target.js';
import { type ExecOutput, parseExecOutput } from './exec-frames.js';
import { type Kubectl, type KubectlResult, tryKubectl } from './kubectl.js';
import { toKubectlError } from './kubectl-errors.js';

export interface ContainerAddress {
  readonly namespace: string;
  readonly pod: string;
  readonly container: string;
}

/** Where Node is: on the PATH, in Google's distroless images, in Docker's official images. */
const NODE_PATHS = ['node', '/nodejs/bin/node', '/usr/local/bin/node'];

/**
 * Runs the first line of stdin. The script travels there, because the arguments are part of a URL, which proxies limit and
 * audit logs contain.
 */
const BOOTSTRAP =
  "let t='';process.stdin.on('data',function f(d){t+=d;if(t.indexOf('\\n')<0)return;process.stdin.removeListener('data',f);" +
  "process.stdin.pause();t=JSON.parse(t);require('vm').runInThisContext('(function(require,task){'+t.script+'\\n})')(require,t)})";

/** Argument that makes covermain leave a process alone, although it inherits the `NODE_OPTIONS` of the container. */
const UNMEASURED = 'covermain-collect';

/** Milliseconds after which the script ends even if nobody waits for it any more. */
const SCRIPT_TIMEOUT = 300_000;

const STATUS: Pick<TargetRequest, 'method' | 'path'> = { method: 'GET', path: '/v1/cover/status' };

/** Maximum length of what a runtime prints if it cannot start a program. */
const MAX_FAILURE = 4_096;

/** Attempts of one request. */
const MAX_ATTEMPTS = 3;

let script: string | undefined;

/**
 * Finds Node and the agents of a container.
 *
 * @throws CovermainError `AGENT_NOT_FOUND` if the container has no agent or no Node; `KUBECTL_MISSING`, `KUBECTL_FORBIDDEN`,
 * `KUBECTL_FAILED`; the reason of the signal
 */
export async function openContainerExec(
  kubectl: Kubectl,
  address: ContainerAddress,
  signal: AbortSignal,
): Promise<AgentLink> {
  for (const node of NODE_PATHS) {
    const found = await execute(kubectl, address, node, { ...STATUS, signal });
    if (found === undefined) continue;
    if (found.responses.length === 0) throw noAgent(address, found);
    return {
      request: async (request) => {
        const output = await execute(kubectl, address, node, request);
        if (output === undefined || output.responses.length === 0) throw noAgent(address, output);
        return output.responses;
      },
      close: async () => {},
    };
  }
  throw new CovermainError(
    'AGENT_NOT_FOUND',
    `The container ${address.container} has no program ${NODE_PATHS.join(', ')} to ask its agent with. ` +
      'Let the agent listen on a port with COVERAGE_HTTP_PORT.',
  );
}

/** @returns `undefined` if the container has no such program */
async function execute(
  kubectl: Kubectl,
  { namespace, pod, container }: ContainerAddress,
  node: string,
  { method, path, body, headers, limit = MAX_RESPONSE_BYTES, signal }: TargetRequest,
): Promise<ExecOutput | undefined> {
  script ??= readFileSync(new URL('./in-container/ask-agents.cjs', import.meta.url), 'utf8');
  const marker = `covermain ${randomUUID()}`;
  const task = { script, marker, method, path, body, headers, limit, timeout: SCRIPT_TIMEOUT };
  const command = [node, '-e', BOOTSTRAP, UNMEASURED];
  const options = {
    namespace,
    args: ['exec', '--stdin', `--container=${container}`, pod, '--', ...command],
    input: `${JSON.stringify(task)}\n`,
    limit: 2 * limit,
    signal,
  };
  let result = await tryKubectl(kubectl, options);
  for (let attempt = 2; attempt <= MAX_ATTEMPTS && hasLostStream(result); attempt++)
    result = await tryKubectl(kubectl, options);
  const { exitCode, stdout, stderr } = result;
  try {
    const output = parseExecOutput(stdout, marker);
    if (output !== undefined) return output;
  } catch (error) {
    throw new CovermainError(
      'KUBECTL_FAILED',
      `\`kubectl exec\` lost the connection: ${messageOf(error)}. Collect again.`,
    );
  }
  // Some runtimes print their failures to stdout.
  const printed = `${stderr}\n${stdout.toString('utf8', 0, MAX_FAILURE)}`;
  if (exitCode !== 0 && isProgramMissing(printed)) return undefined;
  throw toKubectlError('exec', { exitCode, stderr: printed });
}

/**
 * kubectl 1.29 to 1.33 may read the first message of a WebSocket before it knows the stream of the message, and fails then
 * (kubernetes/kubernetes#131203). What has arrived only in part is not acknowledged, so a second request finds it again.
 */
function hasLostStream({ exitCode, stderr }: KubectlResult): boolean {
  return exitCode !== 0 && /Unknown stream id \d+, discarding message/.test(stderr);
}

/** Container runtimes word it differently, and all of them pass on the message of Go or of the kernel. */
function isProgramMissing(stderr: string): boolean {
  return /executable file not found|no such file or directory/i.test(stderr);
}

function noAgent({ container }: ContainerAddress, output: ExecOutput | undefined): CovermainError {
  const problems = output?.problems ?? [];
  const reason = problems.length > 0 ? ` (${escapeTerminal(problems.join('; ').slice(0, 1_000))})` : '';
  return new CovermainError(
    'AGENT_NOT_FOUND',
    `The container ${container} has no agent${reason}. Start its program with covermain/auto, or name another container with --container.`,
  );
}
