/** Asks the agent of a container through its port. */
import { CovermainError, messageOf } from '../../platform/errors.js';
import { parseJson } from '../../platform/parse-json.js';
import { hasFields } from '../../platform/value-checks.js';
import { isRunId } from '../../settings/run-id.js';
import { openHttpLink } from '../http-target.js';
import type { AgentLink, TargetRequest, TargetResponse } from '../target.js';
import type { Kubectl } from './kubectl.js';
import { endSentence } from './kubectl-errors.js';
import type { Pod } from './pods.js';
import { openPortForward, type PortForward } from './port-forward.js';

export interface ForwardedAgent {
  readonly pod: Pick<Pod, 'namespace' | 'name'>;
  /** Port in the pod. */
  readonly port: number;
  /** Bearer token, or `null`. */
  readonly token: string | null;
}

/**
 * Opens a port-forward and checks that an agent answers.
 *
 * @throws CovermainError `AGENT_NOT_FOUND` if nothing listens on the port, or something other than an agent does;
 *   `AGENT_REFUSED` for a missing or wrong token; `KUBECTL_MISSING`, `KUBECTL_FORBIDDEN`, `KUBECTL_FAILED`; the reason of the
 *   signal
 */
export async function openForwardedAgent(
  kubectl: Kubectl,
  agent: ForwardedAgent,
  signal: AbortSignal,
): Promise<AgentLink> {
  const forward = await openPortForward(kubectl, agent.pod, agent.port, signal);
  const forwarded = openHttpLink(new URL(`http://127.0.0.1:${forward.port}`), agent.token);
  const link: AgentLink = {
    async request(request) {
      try {
        return await forwarded.request(request);
      } catch (error) {
        request.signal.throwIfAborted();
        throw await explainFailure(forward, agent, error);
      }
    },
    close: () => forward.close(),
  };
  try {
    await requireAgent(link, agent, signal);
    return link;
  } catch (error) {
    await link.close();
    throw error;
  }
}

async function requireAgent(link: AgentLink, { port }: ForwardedAgent, signal: AbortSignal): Promise<void> {
  const request: TargetRequest = { method: 'GET', path: '/v1/cover/status', signal };
  const [response] = await link.request(request);
  if (response?.status === 401)
    throw new CovermainError(
      'AGENT_REFUSED',
      `The agent on port ${port} needs another token. Name a file that contains the value of COVER_TOKEN with --token-file.`,
    );
  if (response?.status !== 200 || !isStatus(response)) throw noAgent(port, 'the program on it is no agent');
}

function isStatus({ body }: TargetResponse): boolean {
  try {
    return hasFields(parseJson(body.toString()), { run: isRunId });
  } catch {
    return false;
  }
}

/** Matches what kubectl prints if nothing listens on the port in the pod. */
const REFUSED = /connection refused|failed to connect to localhost:\d+ inside namespace/i;

async function explainFailure(
  forward: PortForward,
  { port }: ForwardedAgent,
  error: unknown,
): Promise<CovermainError> {
  const reason =
    (await forward.explain()) ?? messageOf(error instanceof Error ? (error.cause ?? error) : error);
  if (REFUSED.test(reason)) return noAgent(port, 'nothing listens on it');
  return new CovermainError(
    'KUBECTL_FAILED',
    `\`kubectl port-forward\` lost the connection to port ${port}: ${endSentence(reason)} Collect again.`,
    { cause: error },
  );
}

function noAgent(port: number, reason: string): CovermainError {
  return new CovermainError(
    'AGENT_NOT_FOUND',
    `No agent on port ${port}: ${reason}. Name the port of COVERAGE_HTTP_PORT with --port.`,
  );
}
