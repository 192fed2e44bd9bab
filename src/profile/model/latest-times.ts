/** Keeps the latest time of each of several things. */

/** Sets the time of a key unless a later one is known. @param time ISO time, which sorts as text */
export function recordLatestTime(times: Map<string, string>, key: string, time: string): void {
  if (time > (times.get(key) ?? '')) times.set(key, time);
}
