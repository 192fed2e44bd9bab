/** A clock for durations, which all threads of a process share. */

// The app's tests may replace the global later. `performance` would do, too, but Node would have to load it first.
const { hrtime } = process;

/** Returns milliseconds since an arbitrary time. */
export function clock(): number {
  return Number(hrtime.bigint()) / 1e6;
}
