/** Parses what `kubectl get pods -o json` prints. */
import { compareTexts } from '../../platform/compare-texts.js';
import { CovermainError, messageOf } from '../../platform/errors.js';
import { isJsonObject } from '../../platform/is-object.js';
import { parseJson } from '../../platform/parse-json.js';
import { hasFields } from '../../platform/value-checks.js';
import { type Json, objectOf, textFieldOf } from './json-fields.js';
import { type PodContainer, parseContainers } from './pod-containers.js';

/** A pod, as far as a collection needs it. */
export interface Pod {
  readonly namespace: string;
  readonly name: string;
  readonly uid: string;
  /** Why nothing can be collected from any of its containers, or `null`. */
  readonly unavailable: string | null;
  /** Whether its ports are those of the node, which other pods share. */
  readonly isOnHostNetwork: boolean;
  /** Name in the annotation `kubectl.kubernetes.io/default-container`. */
  readonly defaultContainer: string | null;
  readonly containers: readonly PodContainer[];
}

/** Name of a pod: a DNS subdomain. Such a name cannot be an option, and contains no `/`. */
const POD_NAME = /^[a-z0-9](?:[a-z0-9.-]{0,251}[a-z0-9])?$/;
const NAMESPACE = /^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/;
const UID = /^[\w-]{1,128}$/;

const MAX_PODS = 20_000;

/** @throws CovermainError `KUBECTL_FAILED` if the text is not a list of pods */
export function parsePods(text: string): readonly Pod[] {
  const list = parseList(text);
  if (!isJsonObject(list) || !Array.isArray(list.items)) throw unexpected('it is not a list of pods');
  if (list.items.length > MAX_PODS) throw unexpected(`it lists more than ${MAX_PODS} pods`);
  const pods = list.items.map(parsePod);
  const ids = new Set(pods.map(({ namespace, name }) => `${namespace}/${name}`));
  if (ids.size < pods.length) throw unexpected('it lists a pod twice');
  return pods.sort((a, b) => compareTexts(a.namespace, b.namespace) || compareTexts(a.name, b.name));
}

function parseList(text: string): unknown {
  try {
    return parseJson(text);
  } catch (error) {
    throw unexpected(messageOf(error));
  }
}

function parsePod(item: unknown, index: number): Pod {
  const checks = { name: matches(POD_NAME), namespace: matches(NAMESPACE), uid: matches(UID) };
  const metadata = isJsonObject(item) ? item.metadata : undefined;
  if (!isJsonObject(item) || !hasFields(metadata, checks))
    throw unexpected(`item ${index} has no valid name, namespace and uid`);
  const spec = objectOf(item.spec);
  const status = objectOf(item.status);
  return {
    namespace: String(metadata.namespace),
    name: String(metadata.name),
    uid: String(metadata.uid),
    unavailable: unavailabilityOf(metadata, status),
    isOnHostNetwork: spec.hostNetwork === true,
    defaultContainer: textFieldOf(objectOf(metadata.annotations)['kubectl.kubernetes.io/default-container']),
    containers: parseContainers(spec, status),
  };
}

function unavailabilityOf(metadata: Json, status: Json): string | null {
  if (metadata.deletionTimestamp !== undefined && metadata.deletionTimestamp !== null)
    return 'it is being deleted';
  if (status.phase === 'Running') return null;
  const reason = textFieldOf(status.reason);
  return `it is not running (${textFieldOf(status.phase) ?? 'unknown phase'}${reason === null ? '' : `, ${reason}`})`;
}

function matches(pattern: RegExp): (value: unknown) => boolean {
  return (value) => typeof value === 'string' && pattern.test(value);
}

function unexpected(reason: string): CovermainError {
  return new CovermainError(
    'KUBECTL_FAILED',
    `Cannot read the output of \`kubectl get pods\`: ${reason}. Run it yourself to see what it prints.`,
  );
}
