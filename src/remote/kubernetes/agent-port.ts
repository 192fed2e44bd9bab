/** Decides through which port an agent is asked. */
import { DEFAULT_HTTP_PORT, HIGHEST_PORT } from '../../settings/http.js';
import type { ChosenContainer } from './choose-containers.js';
import type { PodContainer } from './pod-containers.js';

/** Value of `--port`: `off` uses no port, `null` that of the container. */
export type RequestedPort = number | 'off' | null;

/**
 * Returns the port of a container's agent, or `null` if kubectl has to execute a command in the container instead. A port
 * that several containers of a pod or several pods of a node may have does not identify who answers.
 */
export function agentPortOf(
  { pod, container, isGuess }: ChosenContainer,
  requested: RequestedPort,
): number | null {
  if (requested === 'off' || pod.isOnHostNetwork || isGuess) return null;
  const port = requested ?? configuredPortOf(container) ?? DEFAULT_HTTP_PORT;
  if (port === 0) return null;
  const others = pod.containers.filter(
    ({ name, showsCovermain }) => name !== container.name && showsCovermain,
  );
  // The image of a container can set the variable, too.
  const isShared = others.some((other) => (configuredPortOf(other) ?? port) === port);
  return isShared ? null : port;
}

/** Returns `undefined` if the specification has no port, and 0 if the system chooses one or the value is invalid. */
function configuredPortOf({ environment }: PodContainer): number | undefined {
  const given = environment.get('COVERAGE_HTTP_PORT');
  if (given === undefined || given === '') return undefined;
  if (given === 'default') return DEFAULT_HTTP_PORT;
  const port = /^\d{1,5}$/.test(given) ? Number(given) : 0;
  return port <= HIGHEST_PORT ? port : 0;
}
