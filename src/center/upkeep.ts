/** Removes from time to time what a center does not need any more. */
import { pluralize } from '../platform/plural-forms.js';
import type { PushStore } from './store/push-store.js';

export interface UpkeepOptions {
  /** Milliseconds after which profiles are removed; `null` to keep them. */
  readonly keep: number | null;
  readonly logLine: (line: string) => void;
  readonly onFailure: (error: unknown) => void;
}

/** Milliseconds between two looks for spare files, and the time after which one is not needed. */
const SPARE_INTERVAL = 60_000;

const MINIMUM_INTERVAL = 60_000;
const MAXIMUM_INTERVAL = 3_600_000;

/** Starts with the first removal at once. */
export function startUpkeep(
  store: Pick<PushStore, 'removeAbandoned' | 'removeOld' | 'removeSpares'>,
  { keep, logLine, onFailure }: UpkeepOptions,
): { readonly stop: () => void } {
  let isWorking = false;
  const work = async () => {
    if (isWorking) return;
    isWorking = true;
    try {
      await store.removeAbandoned();
      if (keep !== null) {
        const { profiles, metas } = await store.removeOld(Date.now() - keep);
        if (profiles + metas > 0)
          logLine(`Removed ${pluralize(profiles, 'old profile')} and ${pluralize(metas, 'unused meta')}`);
      }
    } catch (error) {
      onFailure(error);
    }
    isWorking = false;
  };
  void work();
  const interval = Math.min(MAXIMUM_INTERVAL, Math.max(MINIMUM_INTERVAL, (keep ?? Infinity) / 10));
  const timers = [
    setInterval(() => void work(), interval),
    setInterval(() => store.removeSpares(SPARE_INTERVAL), SPARE_INTERVAL),
  ];
  for (const timer of timers) timer.unref();
  return {
    stop() {
      for (const timer of timers) clearInterval(timer);
    },
  };
}
