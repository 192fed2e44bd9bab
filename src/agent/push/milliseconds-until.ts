/** Returns the milliseconds until a deadline, at least 1. @param deadline in milliseconds of `process.hrtime` */
export function millisecondsUntil(deadline: number): number {
  return Math.max(1, Math.floor(deadline - Number(process.hrtime.bigint()) / 1e6));
}
