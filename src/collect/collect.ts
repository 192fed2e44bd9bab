/** Adds up the coverage of any number of inputs. */
import { messageOf } from '../platform/errors.js';
import type { MergedHeader } from '../profile/model/accumulator.js';
import type { FileMeta } from '../profile/model/file-meta.js';
import type { Collection, CollectionRoots, InputFindings } from './collection.js';
import { addForeignFiles } from './foreign-files.js';
import { type ContainerOpener, createContainerOpener, type FileContainer } from './inputs/file-containers.js';
import type { Input } from './inputs/input.js';
import { addProfilesWithoutParts, type Overlap } from './merged-profiles.js';
import { createMetaLookup } from './meta-lookup.js';
import { leaveOutSessions } from './overlapping-profiles.js';
import { claimMetas } from './packages/claim-metas.js';
import { createPackageSums, type PackagedTotals } from './packages/package-sums.js';
import { listProfileFiles } from './profile-files.js';
import { createProgressStep } from './progress-step.js';

export interface CollectOptions extends CollectionRoots {
  /** Decoded metas by hash, to which those that are read are added. @default none */
  readonly metas?: Map<string, FileMeta>;
  /** As in `Collection`. @default none */
  readonly metaHashes?: Collection['metaHashes'];
  /** Called as files are read. */
  readonly onProgress?: (done: number, total: number) => void;
  /** Aborts the work. The promise is then rejected with the signal's reason. */
  readonly signal?: AbortSignal;
  /** Called with the header of each profile that is added. @default nothing */
  readonly onProfile?: Collection['onProfile'];
}

/** The sum of all inputs, with the totals of each package separate. */
export interface Collected {
  readonly sources: PackagedTotals;
  /** Merged header of all measured processes; `undefined` if there are none. */
  readonly header: MergedHeader | undefined;
  /** As in `InputFindings`. */
  readonly unreadable: Readonly<InputFindings['unreadable']>;
  /** As in `InputFindings`. */
  readonly repeated: Readonly<InputFindings['repeated']>;
  /** Pairs of merged profiles with parts in common, which the totals contain more than once. */
  readonly overlaps: readonly Overlap[];
  /** Sorted names of all profiles whose counts are in the totals. */
  readonly parts: readonly string[];
}

/** Adds up all inputs. @throws the reason of `signal` */
export async function collect(inputs: readonly Input[], options: CollectOptions): Promise<Collected> {
  const findings = { unreadable: [], repeated: [], parts: new Set<string>() };
  const opener = createContainerOpener();
  const containers = inputs.flatMap((input) => openContainer(input, opener, findings));
  const files = listProfileFiles(containers, findings);
  const foreign = inputs.filter(isForeign);
  const total = foreign.reduce(
    (size, { names }) => size + Math.max(1, names.length),
    files.counters.size + files.metas.size,
  );
  const collection: Collection = {
    ...options,
    ...findings,
    sums: createPackageSums(),
    metas: options.metas ?? new Map(),
    metaHashes: options.metaHashes ?? new Map(),
    packagesIn: new Map(),
    step: createProgressStep({ ...options, total }),
    onProfile: options.onProfile ?? (() => {}),
  };
  const metaLookup = createMetaLookup(files.metas, collection);
  const distinct = leaveOutSessions(files.counters, collection);
  const overlaps = [
    ...distinct.overlaps,
    ...(await addProfilesWithoutParts(distinct.counters, metaLookup, collection)),
  ];
  const unclaimed = await claimMetas(files.metas, metaLookup, collection);
  await addForeignFiles(foreign, collection);
  const { sums, unreadable, repeated } = collection;
  const packages = sums.all().map((sum) => ({ origin: sum.origin, totals: sum.totals() }));
  const parts = [...findings.parts].sort();
  return { sources: { packages, unclaimed }, header: sums.header(), unreadable, repeated, overlaps, parts };
}

/** Whether an input was written by another tool. */
function isForeign({ kind }: Input): boolean {
  switch (kind) {
    case 'istanbul':
    case 'text':
      return true;
    case 'profile':
    case 'archive':
      return false;
    default:
      return kind satisfies never;
  }
}

function openContainer(
  { kind, path, names }: Input,
  opener: ContainerOpener,
  { unreadable }: Pick<InputFindings, 'unreadable'>,
): readonly FileContainer[] {
  try {
    switch (kind) {
      case 'profile':
        return [opener.directory(path, names)];
      case 'archive':
        return [opener.archive(path)];
      case 'istanbul':
      case 'text':
        return []; // `addForeignFiles` reads them
      default:
        return kind satisfies never;
    }
  } catch (error) {
    unreadable.push({ path, reason: messageOf(error) });
    return [];
  }
}
