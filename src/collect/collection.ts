/** State that is shared while inputs are added up: their sum and the findings about them. */
import type { ProcessHeader } from '../profile/model/counters-profile.js';
import type { FileMeta } from '../profile/model/file-meta.js';
import type { UnreadableFile } from '../profile/model/profile-directory.js';
import type { FileContainer } from './inputs/file-containers.js';
import type { PackageSum, PackageSums } from './packages/package-sums.js';
import type { ProgressStep } from './progress-step.js';

export interface CollectionRoots {
  /** Absolute path that paths in Istanbul data are made relative to. */
  readonly root: string;
  /** Absolute paths that `root` had on other machines. Paths below them are taken for paths below `root`. */
  readonly recordedRoots: readonly string[];
}

/** Findings about inputs. The lists grow as inputs are read. */
export interface InputFindings {
  /** Files that are not in the sum. They are not changed. */
  readonly unreadable: UnreadableFile[];
  /** Absolute paths of files that contain the same epoch of a process as another input, and are in the sum once. */
  readonly repeated: string[];
  /** Names of all profiles whose counts are in the sum. */
  readonly parts: Set<string>;
}

export interface Collection extends CollectionRoots, InputFindings {
  readonly sums: PackageSums;
  /** Decoded metas by hash. */
  readonly metas: Map<string, FileMeta>;
  /** Hashes of the metas of each file that was read, by the name of the file. */
  readonly metaHashes: Map<string, readonly string[]>;
  /** The packages whose profiles are in a container. */
  readonly packagesIn: Map<FileContainer, Set<PackageSum>>;
  readonly step: ProgressStep;
  /** Called with the header of each profile that is added. */
  readonly onProfile: (header: ProcessHeader) => void;
}
