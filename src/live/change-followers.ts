/** Shares the changes since a Git ref among their readers. */
import type { ChangesView } from '../view/messages.js';
import { type ChangeLines, type ChangeLinesOptions, openChangeLines } from './change-lines.js';
import type { Follower } from './run-model.js';

export interface ChangeFollowers {
  /** Asks Git about the refs that have readers, if that is due. */
  readonly update: () => void;
  readonly follow: (base: string) => Follower<ChangesView | string>;
}

/** Minimum number of milliseconds between two comparisons with the changed lines. */
const INTERVAL = 1_000;

export function openChangeFollowers(options: ChangeLinesOptions): ChangeFollowers {
  const known = new Map<string, { readonly lines: ChangeLines; readers: number }>();
  return {
    update() {
      for (const { lines } of known.values()) lines.update();
    },
    follow(base) {
      const shared = known.get(base) ?? { lines: openChangeLines(base, options), readers: 0 };
      known.set(base, shared);
      shared.readers += 1;
      shared.lines.update();
      let last = '';
      let nextTime = 0;
      return {
        async take() {
          if (performance.now() < nextTime) return undefined;
          // Nothing else asks Git after the run has ended.
          shared.lines.update();
          const changes = shared.lines.read();
          if (changes === undefined) return undefined;
          nextTime = performance.now() + INTERVAL;
          const text = JSON.stringify(changes);
          if (text === last) return undefined;
          last = text;
          return changes;
        },
        close() {
          shared.readers -= 1;
          if (shared.readers === 0) known.delete(base);
        },
      };
    },
  };
}
