/** Collects from all targets: once, or in rounds until the user ends them. */
import { setMaxListeners } from 'node:events';
import { messageOf } from '../platform/errors.js';
import { pauseFor } from '../view/pause-for.js';
import { type CollectTargetOptions, collectTarget } from './collect-target.js';
import type { CollectedTarget, CollectionManifest } from './collection-document.js';
import { withCollectionTimeout } from './collection-timeout.js';
import { readManifest, writeManifest } from './manifest.js';
import type { CollectTarget, ListedTargets, ListTargets, SkippedTarget } from './target.js';
import type { TargetOutcome } from './target-outcome.js';
import { trackTargets } from './track-targets.js';

export interface CollectRoundsOptions extends Omit<CollectTargetOptions, 'signal'> {
  /** Lists the targets of a round, within `timeout`. */
  readonly listTargets: ListTargets;
  /** Where targets are looked for, such as a context, a namespace and a selector; `null` if the user names the targets. */
  readonly source: string | null;
  /** Collects from a target. @default from its agents */
  readonly collect?: (target: CollectTarget, options: CollectTargetOptions) => Promise<TargetOutcome>;
  /** Number of targets that are collected from at the same time. */
  readonly concurrency: number;
  /** Milliseconds between the ends of rounds and the starts of the next ones. @default one round */
  readonly watch?: number;
  /** Ends the rounds: one more round is collected. */
  readonly end: AbortSignal;
  /** Stops everything at once. What has arrived is kept. */
  readonly stop: AbortSignal;
  readonly onProgress: (done: number, total: number) => void;
  /** Called after each round, whose manifest was written. */
  readonly onRound: (round: CollectionRound) => void;
}

export interface CollectionRound {
  /** From 1. */
  readonly number: number;
  /** Why the targets of this round could not be listed. */
  readonly listingFailure: string | undefined;
  /** Why `manifest.json` could not be written. */
  readonly manifestFailure: string | undefined;
  /** Targets of the collection, those that have vanished included. */
  readonly targets: readonly CollectedTarget[];
  readonly manifest: CollectionManifest;
}

/**
 * Collects the profiles of all targets, and writes `manifest.json` after each round. A round whose manifest cannot be written is reported as such.
 *
 * @returns the last round
 * @throws the error of `listTargets` in the first round; CovermainError `INPUT_UNREADABLE` for an invalid manifest
 */
export async function collectRounds(options: CollectRoundsOptions): Promise<CollectionRound> {
  const { store, source, watch, end, stop, onRound, reset, session } = options;
  // Each target listens. Node would warn of a leak at more than 10.
  setMaxListeners(0, stop);
  const previous = readManifest(store.directory);
  const tracker = trackTargets(previous?.targets ?? [], source);
  const start = new Date().toISOString();
  let skipped: ListedTargets['skipped'] = [];
  let hasCollected = false;
  for (let number = 1; ; number++) {
    const isLast = watch === undefined || end.aborted;
    let listingFailure: string | undefined;
    try {
      const listed = await listInTime(options);
      const unused: SkippedTarget[] = [];
      for (const { target, outcome } of await collectAll(listed.targets, options)) {
        const { pod, container, id } = target;
        if (outcome.skipped === undefined) tracker.add(target, outcome);
        else unused.push({ pod: pod ?? id, container, reason: outcome.skipped });
      }
      skipped = [...listed.skipped, ...unused];
      hasCollected = true;
      // A target may have vanished or restarted after it was listed. The next round would find that out.
      const after = isLast && source !== null && !stop.aborted ? await listInTime(options) : listed;
      tracker.noteRestarts(listed.targets, after.targets);
      tracker.markVanished(after.targets, [...after.skipped, ...unused]);
    } catch (error) {
      if (!hasCollected) throw error;
      if (!stop.aborted) listingFailure = messageOf(error);
    }
    const targets = tracker.targets();
    const manifest: CollectionManifest = {
      format: 1,
      start,
      end: new Date().toISOString(),
      rounds: number,
      reset,
      session: session ?? null,
      targets: [...targets.filter((row) => row.result !== 'vanished'), ...tracker.others()],
      skipped: skipped.map(({ pod, container, reason }) => ({ pod, container, reason })),
      gone: [...(previous?.gone ?? []), ...targets.filter((row) => row.result === 'vanished')],
    };
    let manifestFailure: string | undefined;
    try {
      writeManifest(store.directory, manifest);
    } catch (error) {
      // What has arrived is stored. The disk may have space again in the next round.
      manifestFailure = messageOf(error);
    }
    const round = { number, listingFailure, manifestFailure, targets, manifest };
    onRound(round);
    if (isLast || stop.aborted) return round;
    await pauseFor(watch, end);
  }
}

/** Lists the targets within the time that each target has. @throws the error of `listTargets`; CovermainError `AGENT_FAILED` */
function listInTime({ listTargets, stop, timeout }: CollectRoundsOptions): Promise<ListedTargets> {
  return withCollectionTimeout(
    { timeout, stop, problem: 'The targets could not be listed within' },
    listTargets,
  );
}

/** Collects from some targets at a time. @returns outcomes in the order of the targets */
async function collectAll(targets: readonly CollectTarget[], options: CollectRoundsOptions) {
  const { concurrency, onProgress, stop, collect = collectTarget } = options;
  const outcomes: { readonly target: CollectTarget; readonly outcome: TargetOutcome }[] = [];
  let started = 0;
  let done = 0;
  onProgress(done, targets.length);
  const work = async () => {
    for (let index = started++; index < targets.length; index = started++) {
      const target = targets[index] as CollectTarget;
      outcomes[index] = { target, outcome: await collect(target, { ...options, signal: stop }) };
      onProgress(++done, targets.length);
    }
  };
  await Promise.all(Array.from({ length: Math.min(concurrency, targets.length) }, work));
  return outcomes;
}
