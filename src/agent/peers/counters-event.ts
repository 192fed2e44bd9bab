/** The events of changed counters that an agent sends. */
import {
  hasFields,
  isCount,
  isListOf,
  isPid,
  isRecordOf,
  isText,
  isTime,
  isTimestamp,
  orEmpty,
} from '../../platform/value-checks.js';

/**
 * Counters that changed since the previous event. The first event of a process contains all counters that are not 0; it comes at
 * once, also if there are none. After a reset comes an event with the new epoch, whose counters are smaller: those that it has not
 * counted yet are 0.
 */
export interface CountersEvent {
  readonly pid: number;
  readonly time: string;
  /** Start of the current epoch: another one after a reset. Missing in events of agents of other versions. */
  readonly epoch?: string;
  readonly files: readonly {
    /** Path relative to the root of the project. */
    readonly path: string;
    /** Hash of the file's meta. */
    readonly meta: string;
    /** Index of each changed probe, and its counter. */
    readonly counters: readonly (readonly [probe: number, counter: number])[];
  }[];
}

export function isCountersEvent(value: unknown): value is CountersEvent {
  return hasFields(value, {
    pid: isPid,
    time: isTime,
    epoch: orEmpty(isTimestamp, undefined),
    files: isListOf(isRecordOf({ path: isText, meta: isText, counters: isPairList })),
  });
}

/** A large file may have more counters than the lists of other answers have items. */
function isPairList(value: unknown): boolean {
  return Array.isArray(value) && value.every(isPair);
}

function isPair(value: unknown): boolean {
  return Array.isArray(value) && value.length === 2 && value.every(isCount);
}
