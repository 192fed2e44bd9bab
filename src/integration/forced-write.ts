/** What a running program has done. */
export interface ForcedWrite {
  readonly pid: number;
  /** Absolute path of the profile; `undefined` if the process has written none. */
  readonly profile: string | undefined;
  /** Why it has written none. */
  readonly reason: string | undefined;
}
