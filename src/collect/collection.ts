/** What all inputs are added up into, and what is found on the way. */
import type { Accumulator } from '../profile/model/accumulator.js';
import type { UnreadableFile } from '../profile/model/profile-directory.js';
import type { ProgressStep } from './progress-step.js';

export interface CollectionRoots {
  /** Absolute path that the paths of Istanbul's data are made relative to. */
  readonly root: string;
  /** Absolute paths of folders elsewhere that its paths may be under: what `root` was there. */
  readonly recordedRoots: readonly string[];
}

/** Lists that grow, whoever reads. */
export interface InputFindings {
  /** Not in the sum, and left where they are. */
  readonly unreadable: UnreadableFile[];
  /** Absolute paths of what is the same epoch of a process as another input has, and is in the sum once. */
  readonly repeated: string[];
  /** Names of all profiles whose counts are in the sum. */
  readonly parts: Set<string>;
}

export interface Collection extends CollectionRoots, InputFindings {
  readonly sum: Accumulator;
  readonly step: ProgressStep;
}
