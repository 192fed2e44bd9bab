/** Lists the containers of a Kubernetes cluster that profiles are collected from. */
import { CovermainError } from '../../platform/errors.js';
import type { AgentLink, CollectTarget, ListedTargets, ListTargets } from '../target.js';
import { agentPortOf, type RequestedPort } from './agent-port.js';
import { type ChosenContainer, chooseContainers } from './choose-containers.js';
import { openContainerExec } from './container-exec.js';
import { openForwardedAgent } from './forwarded-agent.js';
import { type Kubectl, runKubectl } from './kubectl.js';
import { type CandidateContainer, openCandidate } from './pod-agents.js';
import { type Pod, parsePods } from './pods.js';

export interface KubernetesOptions {
  readonly kubectl: Kubectl;
  /** Namespace, or `null` for that of the context. */
  readonly namespace: string | null;
  /** Label selector, as kubectl has it. */
  readonly selector: string;
  /** Name of the container, or `null` to choose by the specification. */
  readonly container: string | null;
  readonly port: RequestedPort;
  /** Bearer token of the agents, or `null`. */
  readonly token: string | null;
}

/** Maximum size of the list of pods in bytes: 10,000 pods with large specifications. */
const MAX_LIST_BYTES = 2 ** 28;

/** Returns a function that lists the targets: it throws `KUBECTL_MISSING`, `KUBECTL_FORBIDDEN`, `KUBECTL_FAILED`. */
export function listKubernetesTargets(options: KubernetesOptions): ListTargets {
  return async (signal): Promise<ListedTargets> => {
    const { chosen, skipped } = chooseContainers(await listPods(options, signal), options.container);
    return { targets: chosen.map((one) => toTarget(options, one, chosen)), skipped };
  };
}

async function listPods(
  { kubectl, namespace, selector }: KubernetesOptions,
  signal: AbortSignal,
): Promise<readonly Pod[]> {
  const args = ['get', 'pods', `--selector=${selector}`, '--output=json'];
  return parsePods(
    (await runKubectl(kubectl, { namespace, args, signal, limit: MAX_LIST_BYTES })).toString(),
  );
}

function toTarget(
  options: KubernetesOptions,
  chosen: ChosenContainer,
  all: readonly ChosenContainer[],
): CollectTarget {
  const { kubectl } = options;
  const { namespace, name, uid } = chosen.pod;
  const prefix = kubectl.context === null ? '' : `${kubectl.context}/`;
  return {
    id: `${prefix}${namespace}/${name}/${chosen.container.name}`,
    pod: name,
    container: chosen.container.name,
    uid,
    restarts: chosen.container.restarts,
    open(signal) {
      if (!chosen.isGuess) return openAgent(options, chosen, signal);
      const candidates = all.filter(({ pod }) => pod === chosen.pod);
      return openCandidate(
        candidates.map((one) => toCandidate(options, one)),
        chosen.container.name,
        signal,
      );
    },
  };
}

function toCandidate(options: KubernetesOptions, chosen: ChosenContainer): CandidateContainer {
  return { name: chosen.container.name, open: (signal) => openAgent(options, chosen, signal) };
}

/** Prefers the port: it needs no program in the container. */
async function openAgent(
  { kubectl, port: requested, token }: KubernetesOptions,
  chosen: ChosenContainer,
  signal: AbortSignal,
): Promise<AgentLink> {
  const { pod, container } = chosen;
  const address = { namespace: pod.namespace, pod: pod.name, container: container.name };
  const port = agentPortOf(chosen, requested);
  if (port === null) return openContainerExec(kubectl, address, signal);
  try {
    return await openForwardedAgent(kubectl, { pod, port, token }, signal);
  } catch (error) {
    if (!(error instanceof CovermainError) || error.code !== 'AGENT_NOT_FOUND') throw error;
    return await openContainerExec(kubectl, address, signal).catch((execError: unknown) => {
      // The user may have no right to execute commands, and need none.
      throw execError instanceof CovermainError && execError.code === 'KUBECTL_FORBIDDEN' ? error : execError;
    });
  }
}
