/** Chooses the containers of pods whose profiles are collected. */
import type { SkippedTarget } from '../target.js';
import type { PodContainer } from './pod-containers.js';
import type { Pod } from './pods.js';

export interface ChosenContainer {
  readonly pod: Pod;
  readonly container: PodContainer;
  /** Whether nothing shows that it runs covermain, so that another container of the pod may be the measured one. */
  readonly isGuess: boolean;
}

export interface ContainerChoice {
  readonly chosen: readonly ChosenContainer[];
  readonly skipped: readonly SkippedTarget[];
}

/** @param requested name of `--container`, or `null` */
export function chooseContainers(pods: readonly Pod[], requested: string | null): ContainerChoice {
  const choices = pods.map((pod) => chooseInPod(pod, requested));
  return {
    chosen: choices.flatMap(({ chosen }) => chosen),
    skipped: choices.flatMap(({ skipped }) => skipped),
  };
}

function chooseInPod(pod: Pod, requested: string | null): ContainerChoice {
  const skipPod = (reason: string) => ({ chosen: [], skipped: [{ pod: pod.name, container: null, reason }] });
  if (pod.unavailable !== null) return skipPod(pod.unavailable);
  const { containers, isGuess } = matchContainers(pod, requested);
  if (containers.length === 0)
    return skipPod(requested === null ? 'it has no container' : `it has no container ${requested}`);
  const isRunning = ({ unavailable }: PodContainer) => unavailable === null;
  return {
    chosen: containers.filter(isRunning).map((container) => ({ pod, container, isGuess })),
    skipped: containers.flatMap(({ name, unavailable }) =>
      unavailable === null ? [] : [{ pod: pod.name, container: name, reason: unavailable }],
    ),
  };
}

function matchContainers({ containers, defaultContainer }: Pod, requested: string | null) {
  const named = (name: string) => containers.filter((container) => container.name === name);
  if (requested !== null) return { containers: named(requested), isGuess: false };
  if (containers.length === 1) return { containers, isGuess: false };
  const shown = containers.filter(({ showsCovermain }) => showsCovermain);
  if (shown.length > 0) return { containers: shown, isGuess: false };
  const annotated = defaultContainer === null ? [] : named(defaultContainer);
  return annotated.length > 0 ? { containers: annotated, isGuess: false } : { containers, isGuess: true };
}
