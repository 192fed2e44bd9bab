/** Does long work in slices of a few milliseconds, so that frames are drawn between them. */
import { batch } from '@preact/signals';

/** The part of the browser's document that is used. */
declare const document: { readonly hidden: boolean };

/** Work that may pause whenever it yields. It yields after less than a millisecond. */
export type Work = Iterator<unknown, unknown>;

export interface WorkQueue {
  /** Adds work, which begins after the work that was added before. */
  readonly add: (work: Work) => void;
  /** Drops all work that has not been done. */
  readonly clear: () => void;
}

/** Milliseconds of a slice. A hidden page draws no frames, and browsers slow down its timers. */
const [SLICE, HIDDEN_SLICE] = [4, 100];

interface Entry {
  readonly owner: WorkQueue;
  readonly work: Work;
  readonly isUrgent: boolean;
}

let entries: readonly Entry[] = [];
let isPlanned = false;

/** Creates a queue. All queues share the slices; the work of urgent ones comes first. */
export function createWorkQueue(urgency: 'urgent' | 'idle'): WorkQueue {
  const queue: WorkQueue = {
    add(work) {
      entries = [...entries, { owner: queue, work, isUrgent: urgency === 'urgent' }];
      planSlice();
    },
    clear() {
      entries = entries.filter(({ owner }) => owner !== queue);
    },
  };
  return queue;
}

/** A timer, because browsers draw frames and handle input before it. */
function planSlice(): void {
  if (isPlanned || entries.length === 0) return;
  isPlanned = true;
  setTimeout(() => {
    isPlanned = false;
    try {
      batch(workOneSlice);
    } finally {
      planSlice();
    }
  }, 0);
}

function workOneSlice(): void {
  const end = performance.now() + (document.hidden ? HIDDEN_SLICE : SLICE);
  do {
    const entry = entries.find(({ isUrgent }) => isUrgent) ?? entries[0];
    if (!entry) return;
    let isDone = true;
    try {
      isDone = entry.work.next().done === true;
    } finally {
      // Work that fails is dropped too.
      if (isDone) entries = entries.filter((other) => other !== entry);
    }
  } while (performance.now() < end);
}
