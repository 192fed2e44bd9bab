/** `covermain collect kubernetes`: collects the profiles of the containers of a cluster through the user's kubectl. */
import { withCollectionTimeout } from '../remote/collection-timeout.js';
import type { RequestedPort } from '../remote/kubernetes/agent-port.js';
import { readCurrentContext } from '../remote/kubernetes/current-context.js';
import type { Kubectl } from '../remote/kubernetes/kubectl.js';
import { listKubernetesTargets } from '../remote/kubernetes/list-targets.js';
import { HIGHEST_PORT } from '../settings/http.js';
import { optionError } from '../settings/option-error.js';
import { type CollectCommandOptions, collectCommand } from './collect.js';

export interface KubernetesFlags {
  /** Label selector of the pods. */
  readonly selector: string;
  /** Name on the PATH, or path. @default kubectl */
  readonly kubectl?: string;
  /** Context of the kubeconfig. @default the current one */
  readonly context?: string;
  /** @default that of the context */
  readonly namespace?: string;
  /** Name of a container. @default chosen by the specification of the pod */
  readonly container?: string;
  /** Port of the agents, or `off`. @default that of the container */
  readonly port?: string;
}

/** @returns the exit code @throws SettingError for an invalid option; as `collectCommand` and `listKubernetesTargets` */
export function collectKubernetesCommand(
  options: CollectCommandOptions,
  flags: KubernetesFlags,
): Promise<number> {
  const selector = requireText('--selector', flags.selector, 'app=web');
  const namespace = optionalText('--namespace', flags.namespace, 'default');
  const container = optionalText('--container', flags.container, 'app');
  const port = readPort(flags.port);
  const kubectl: Kubectl = {
    program: optionalText('--kubectl', flags.kubectl, 'kubectl') ?? 'kubectl',
    context: optionalText('--context', flags.context, 'minikube'),
    environment: options.environment,
  };
  return collectCommand(options, async ({ token, timeout }) => {
    const context =
      kubectl.context ??
      (await withCollectionTimeout(
        { timeout, stop: options.stop, problem: '`kubectl config current-context` did not end within' },
        (signal) => readCurrentContext(kubectl, signal),
      ));
    return {
      // Targets of another source are not missed.
      source: JSON.stringify(['kubernetes', context, namespace, selector, container]),
      listTargets: listKubernetesTargets({ kubectl, namespace, selector, container, port, token }),
    };
  });
}

/** @throws SettingError */
function readPort(text: string | undefined): RequestedPort {
  if (text === undefined || text === 'off') return text ?? null;
  const port = /^\d{1,5}$/.test(text) ? Number(text) : 0;
  if (port > 0 && port <= HIGHEST_PORT) return port;
  throw optionError('--port', text, `a port from 1 to ${HIGHEST_PORT}, or off to use kubectl exec`, '7777');
}

function optionalText(name: string, given: string | undefined, example: string): string | null {
  return given === undefined ? null : requireText(name, given, example);
}

/** An empty value is that of a variable which is not set: without a selector, all pods would match. @throws SettingError */
function requireText(name: string, given: string, example: string): string {
  if (given.trim() !== '' && !given.includes('\0')) return given;
  throw optionError(name, given, 'a text', example);
}
