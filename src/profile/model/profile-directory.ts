/** Decoded content of a profile directory or an archive. */
import type { CountersProfile } from './counters-profile.js';
import type { FileMeta } from './file-meta.js';

export interface ProfileDirectory {
  /** Metas by hash. */
  readonly metas: ReadonlyMap<string, FileMeta>;
  /** Profiles in the order of their file names. All their metas are in `metas`, with one probe per counter. */
  readonly profiles: readonly CountersProfile[];
  readonly unreadable: readonly UnreadableFile[];
}

/** A file that could not be read. It stays where it is, and its counters are in no sum. */
export interface UnreadableFile {
  /** Absolute path, or the name of a file in an archive. */
  readonly path: string;
  readonly reason: string;
}
