/** Log lines about the rounds of a collection. */
import { pluralize } from '../platform/plural-forms.js';
import type { CollectionRound } from '../remote/collect-rounds.js';

export interface RoundLogOptions {
  readonly logLine: (line: string) => void;
  /** Whether further rounds follow, so that each gets a summary. */
  readonly isWatching: boolean;
}

/** Returns a function that logs what is missing after a round, and each reason once while it lasts. */
export function createRoundLog({ logLine, isWatching }: RoundLogOptions): (round: CollectionRound) => void {
  let logged = new Set<string>();
  return ({ number, targets, manifest, listingFailure, manifestFailure }) => {
    const lines = [
      ...manifest.skipped.map(
        ({ pod, container, reason }) =>
          `Skipped ${[pod, ...(container === null ? [] : [container])].join('/')}: ${reason}`,
      ),
      ...targets.flatMap(({ target, result, reasons }) =>
        reasons.map((reason) => `${target}: ${result}: ${reason}`),
      ),
      ...targets
        .filter(({ restartsSince }) => (restartsSince ?? 0) > 0)
        .map(
          ({ target, restartsSince }) =>
            `${target}: restarted ${pluralize(restartsSince ?? 0, 'time')} since the last collection. Counts between them may be missing.`,
        ),
      ...(listingFailure === undefined ? [] : [`The targets cannot be listed: ${listingFailure}`]),
      ...(manifestFailure === undefined ? [] : [manifestFailure]),
    ];
    for (const line of lines) if (!logged.has(line)) logLine(line);
    logged = new Set(lines);
    if (!isWatching) return;
    const collected = targets.filter(({ result }) => result === 'collected' || result === 'empty').length;
    const present = targets.filter(({ result }) => result !== 'vanished').length;
    logLine(`Round ${number}: collected from ${collected} of ${pluralize(present, 'target')}`);
  };
}
