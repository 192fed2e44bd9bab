/** Looks at a run again and again until it has ended. */
import { pauseFor } from '../view/pause-for.js';

/** Milliseconds between two looks. */
const TICK = 500;

/** Number of consecutive looks without any process after which a run has ended. */
const END_TICKS = 2;

export interface FollowedRun {
  /** Looks at the run. Returns whether nothing of it runs any more. @param count number of the look, from 0 */
  readonly look: (count: number) => Promise<boolean>;
  /** Called after the first look. */
  readonly onFirst: () => void;
  readonly onEnd: () => Promise<void>;
  /** Receives unexpected errors. */
  readonly onFailure: (error: unknown) => void;
  /** Ends the looks. */
  readonly signal: AbortSignal;
}

export async function followRun({ look, onFirst, onEnd, onFailure, signal }: FollowedRun): Promise<void> {
  let over = 0;
  for (let count = 0; !signal.aborted; count++) {
    try {
      over = (await look(count)) ? over + 1 : 0;
    } catch (error) {
      onFailure(error);
    }
    if (over >= END_TICKS) return onEnd().catch(onFailure);
    if (count === 0) onFirst();
    await pauseFor(TICK, signal);
  }
}
