import { clock } from '../../platform/clock.js';

/** Returns the milliseconds until a deadline, at least 1. @param deadline in milliseconds of `clock`, which all threads share */
export function millisecondsUntil(deadline: number): number {
  return Math.max(1, Math.floor(deadline - clock()));
}
