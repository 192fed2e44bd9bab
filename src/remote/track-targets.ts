/** Follows targets over the rounds of a collection, and compares them with the previous collection into the directory. */

import type { CollectedTarget, CollectionResult } from './collection-document.js';
import type { CollectTarget, SkippedTarget } from './target.js';
import type { TargetOutcome } from './target-outcome.js';

export interface TargetTracker {
  /** Adds what a round has collected from a target. */
  add(target: CollectTarget, outcome: TargetOutcome): void;
  /** Notes which targets have restarted during the round. @param after the targets, listed again */
  noteRestarts(listed: readonly CollectTarget[], after: readonly CollectTarget[]): void;
  /** Notes which targets a round has not found, although an earlier one has. */
  markVanished(found: readonly CollectTarget[], skipped: readonly SkippedTarget[]): void;
  /** Returns the targets of this collection: those that were found, and those that have vanished since the previous one. */
  targets(): readonly CollectedTarget[];
  /** Returns the targets of earlier collections from other sources. */
  others(): readonly CollectedTarget[];
}

interface Tracked {
  row: CollectedTarget;
  /** Whether the row is of this collection, and not only of the previous one. */
  isCurrent: boolean;
  /** Restarts in this collection until its last successful round. */
  restartsUntilSuccess: number;
}

/**
 * @param previous targets of the previous collection into the directory
 * @param source where targets are looked for; `null` if the user names them, so that none can vanish
 */
export function trackTargets(previous: readonly CollectedTarget[], source: string | null): TargetTracker {
  const tracked = new Map<string, Tracked>();
  for (const row of previous) tracked.set(keyOf(row), { row, isCurrent: false, restartsUntilSuccess: 0 });
  return {
    add(target, outcome) {
      const before = tracked.get(keyOfTarget(target));
      tracked.set(keyOfTarget(target), addOutcome({ target, source, outcome, before }));
    },
    noteRestarts(listed, after) {
      const restartsBefore = new Map(listed.map((target) => [keyOfTarget(target), target.restarts]));
      for (const target of after) {
        const one = tracked.get(keyOfTarget(target));
        const before = restartsBefore.get(keyOfTarget(target)) ?? null;
        if (one === undefined || before === null || target.restarts === null || target.restarts <= before)
          continue;
        const { row } = one;
        one.row = {
          ...row,
          restarts: row.restarts === before ? target.restarts : row.restarts,
          restartsSince: (row.restartsSince ?? 0) + target.restarts - before,
        };
      }
    },
    markVanished(found, skipped) {
      if (source === null) return;
      const keys = new Set(found.map((target) => keyOfTarget(target)));
      for (const [key, one] of tracked) {
        const { row } = one;
        if (keys.has(key) || row.source !== source || row.result === 'vanished') continue;
        const reason =
          skipped.find(
            ({ pod, container }) => pod === row.pod && (container === null || container === row.container),
          )?.reason ?? 'it does not exist any more';
        const last =
          row.collectedAt === null
            ? 'Nothing was ever collected from it.'
            : `Counts after ${row.collectedAt} are missing.`;
        one.row = { ...row, result: 'vanished', reasons: [`${reason}. ${last}`], restartsSince: null };
        if (!one.isCurrent) one.row = { ...one.row, files: 0, bytes: 0, time: 0 };
        one.isCurrent = true;
      }
    },
    targets: () => rowsOf(tracked, true),
    others: () => rowsOf(tracked, false),
  };
}

function rowsOf(tracked: ReadonlyMap<string, Tracked>, isCurrent: boolean): readonly CollectedTarget[] {
  return [...tracked.values()].filter((one) => one.isCurrent === isCurrent).map(({ row }) => row);
}

function keyOfTarget({ id, uid }: CollectTarget): string {
  return keyOf({ target: id, uid });
}

/** A pod that was created again has the name of the earlier one, and another uid. */
function keyOf({ target, uid }: Pick<CollectedTarget, 'target' | 'uid'>): string {
  return JSON.stringify([target, uid]);
}

interface AddedOutcome {
  readonly target: CollectTarget;
  readonly source: string | null;
  readonly outcome: TargetOutcome;
  readonly before: Tracked | undefined;
}

function addOutcome({ target, source, outcome, before }: AddedOutcome): Tracked {
  const { id, pod, container, uid, restarts } = target;
  const result = resultOf(outcome);
  const hasArrived = result === 'collected' || result === 'empty';
  const row = before?.row;
  const inThis = before?.isCurrent ? before.row : undefined;
  const delta = row === undefined ? null : restartsBetween(row, target, outcome);
  const since = delta === null ? null : (before?.restartsUntilSuccess ?? 0) + delta;
  const isFirst = inThis === undefined;
  const newFiles = [...outcome.files.values()].filter((isNew) => isFirst || isNew).length;
  const listOf = (name: 'runs' | 'versions' | 'nodes' | 'commits') =>
    outcome[name].size > 0 ? [...outcome[name]].sort() : (row?.[name] ?? []);
  return {
    isCurrent: true,
    restartsUntilSuccess: hasArrived ? (since ?? 0) : (before?.restartsUntilSuccess ?? 0),
    row: {
      target: id,
      source,
      pod,
      container,
      uid,
      result,
      reasons: outcome.reasons,
      restarts: hasArrived ? restarts : (row?.restarts ?? restarts),
      restartsSince: since,
      files: (inThis?.files ?? 0) + newFiles,
      bytes: (inThis?.bytes ?? 0) + outcome.bytes,
      time: outcome.time,
      collectedAt: hasArrived ? new Date().toISOString() : (row?.collectedAt ?? null),
      runs: hasArrived ? listOf('runs') : (row?.runs ?? listOf('runs')),
      versions: listOf('versions'),
      nodes: listOf('nodes'),
      commits: listOf('commits'),
    },
  };
}

function resultOf({ files, reasons }: TargetOutcome): CollectionResult {
  if (reasons.length > 0) return files.size > 0 ? 'partial' : 'failed';
  return files.size > 0 ? 'collected' : 'empty';
}

/** Returns how often a container, or a program without one, was restarted since its last successful collection. */
function restartsBetween(
  { restarts, runs }: CollectedTarget,
  target: CollectTarget,
  outcome: TargetOutcome,
): number | null {
  if (restarts !== null && target.restarts !== null) return Math.max(0, target.restarts - restarts);
  if (runs.length === 0 || outcome.runs.size === 0) return null;
  // A run that goes on answers under the same id.
  return runs.some((run) => outcome.runs.has(run)) ? 0 : 1;
}
