/** Contents of a profile directory or an archive. */
import type { CountersProfile } from './counters-profile.js';
import type { FileMeta } from './file-meta.js';

export interface ProfileDirectory {
  /** By hash. */
  readonly metas: ReadonlyMap<string, FileMeta>;
  /** In the order of their names; each of their metas is in `metas` and has as many probes as they have counters. */
  readonly profiles: readonly CountersProfile[];
  readonly unreadable: readonly UnreadableFile[];
}

/** A file that is left where it is, and whose counts are in no sum. */
export interface UnreadableFile {
  /** Absolute, or the name of a file that is in no directory. */
  readonly path: string;
  readonly reason: string;
}
