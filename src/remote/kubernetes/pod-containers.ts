/** Reads the containers of a pod from its specification and its status. */
import { countFieldOf, type Json, objectOf, objectsOf, textFieldOf } from './json-fields.js';

/** A container that runs as long as its pod, including native sidecars. */
export interface PodContainer {
  readonly name: string;
  /** Variables of the specification that have literal values. Others come from the cluster and are unknown. */
  readonly environment: ReadonlyMap<string, string>;
  /** Whether the specification shows that the container runs covermain. An image can do so without showing it. */
  readonly showsCovermain: boolean;
  /** Number of restarts, or `null` if the status has none. */
  readonly restarts: number | null;
  /** Why it does not run, or `null` if it runs. */
  readonly unavailable: string | null;
}

const CONTAINER_NAME = /^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/;

const PORT_VARIABLE = 'COVERAGE_HTTP_PORT';

/** @returns the valid containers in the order of the specification */
export function parseContainers(spec: Json, status: Json): readonly PodContainer[] {
  // A native sidecar is an init container that is always restarted.
  const sidecars = objectsOf(spec.initContainers).filter(({ restartPolicy }) => restartPolicy === 'Always');
  const states = new Map(
    [...objectsOf(status.containerStatuses), ...objectsOf(status.initContainerStatuses)].map((one) => [
      one.name,
      one,
    ]),
  );
  return [...objectsOf(spec.containers), ...sidecars].flatMap((container) => {
    const name = textFieldOf(container.name);
    return name !== null && CONTAINER_NAME.test(name)
      ? [parseContainer(name, container, objectOf(states.get(name)))]
      : [];
  });
}

function parseContainer(name: string, container: Json, status: Json): PodContainer {
  const variables = objectsOf(container.env);
  return {
    name,
    environment: new Map(
      variables.flatMap((variable) => {
        const key = textFieldOf(variable.name);
        return key !== null && typeof variable.value === 'string' ? [[key, variable.value] as const] : [];
      }),
    ),
    showsCovermain:
      variables.some(isOfCovermain) || [container.command, container.args].some(mentionsCovermain),
    restarts: countFieldOf(status.restartCount),
    unavailable: unavailabilityOf(objectOf(status.state)),
  };
}

/** The value of a variable may come from a ConfigMap, so its name is enough. */
function isOfCovermain({ name, value }: Json): boolean {
  if (typeof name !== 'string') return false;
  if (name === PORT_VARIABLE || /^COVER_[A-Z]/.test(name)) return true;
  return name === 'NODE_OPTIONS' && typeof value === 'string' && value.includes('covermain');
}

function mentionsCovermain(words: unknown): boolean {
  return Array.isArray(words) && words.some((word) => typeof word === 'string' && word.includes('covermain'));
}

function unavailabilityOf(state: Json): string | null {
  if (state.running !== undefined) return null;
  const [kind] = Object.keys(state);
  const reason =
    textFieldOf(objectOf(state.waiting).reason) ?? textFieldOf(objectOf(state.terminated).reason);
  return `it is not running (${reason ?? kind ?? 'unknown state'})`;
}
