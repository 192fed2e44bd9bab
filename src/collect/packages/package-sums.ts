/** Adds up the profiles of each package separately, until all packages are known. */

import { type Accumulator, createAccumulator, type MergedHeader } from '../../profile/model/accumulator.js';
import type { ProcessHeader } from '../../profile/model/counters-profile.js';
import type { FileMeta } from '../../profile/model/file-meta.js';
import type { ProfilePackage } from '../../profile/model/profile-package.js';
import type { Totals } from '../../profile/model/totals.js';

/** Root that paths in metas are relative to, as a header describes it. */
export interface PackageOrigin {
  /** `undefined` for data of other tools and of earlier versions. */
  readonly package: ProfilePackage | undefined;
  /** Absolute path on the machine that ran. */
  readonly root: string | undefined;
}

export interface PackageTotals {
  readonly origin: PackageOrigin;
  readonly totals: Totals;
}

/** A meta without counters in a directory with profiles of several packages. It belongs to one or more of them. */
export interface UnclaimedMeta {
  readonly meta: FileMeta;
  readonly hash: string;
  readonly candidates: readonly PackageOrigin[];
}

/** Totals of each package, with paths relative to its root. */
export interface PackagedTotals {
  readonly packages: readonly PackageTotals[];
  readonly unclaimed: readonly UnclaimedMeta[];
}

/** A sum of one package. */
export interface PackageSum extends Accumulator {
  readonly origin: PackageOrigin;
}

export interface PackageSums {
  /** Returns the sum for profiles with this header. */
  readonly of: (header: Pick<ProcessHeader, 'package' | 'root'>) => PackageSum;
  /** Returns all sums, in the order in which they were first asked for. */
  readonly all: () => readonly PackageSum[];
  /** Merges the header of a process whose counters were added. */
  readonly addProcess: (header: ProcessHeader) => void;
  /** Returns the merged header of all processes, or `undefined` if none was added. */
  readonly header: () => MergedHeader | undefined;
}

/** Header of data whose package is unknown. */
export const UNKNOWN_PACKAGE: Pick<ProcessHeader, 'package' | 'root'> = {};

/** Creates an empty set of sums. */
export function createPackageSums(): PackageSums {
  const sums = new Map<string, PackageSum>();
  const whole = createAccumulator();
  return {
    of(header) {
      const key = keyOf(header);
      const sum = sums.get(key) ?? { ...createAccumulator(), origin: originOf(header) };
      sums.set(key, sum);
      return sum;
    },
    all: () => [...sums.values()],
    addProcess: whole.addProcess,
    header: whole.header,
  };
}

function originOf({ package: described, root }: Pick<ProcessHeader, 'package' | 'root'>): PackageOrigin {
  return { package: described, root };
}

/** Returns equal keys for profiles of one package. A package without a directory may be another one at another root. */
function keyOf({ package: described, root = '' }: Pick<ProcessHeader, 'package' | 'root'>): string {
  if (!described) return '';
  const { name, directory } = described;
  return JSON.stringify(directory === null ? { name, root } : { directory });
}
