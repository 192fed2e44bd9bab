/** Adds up the coverage of any number of inputs. */
import { messageOf } from '../platform/errors.js';
import { createAccumulator, type MergedHeader } from '../profile/model/accumulator.js';
import type { Totals } from '../profile/model/totals.js';
import type { Collection, CollectionRoots, InputFindings } from './collection.js';
import { addForeignFiles } from './foreign-files.js';
import { type ContainerOpener, createContainerOpener, type FileContainer } from './inputs/file-containers.js';
import type { Input } from './inputs/input.js';
import { addProfilesWithoutParts, type Overlap } from './merged-profiles.js';
import { listProfileFiles } from './profile-files.js';
import { createProgressStep } from './progress-step.js';

export interface CollectOptions extends CollectionRoots {
  /** Called as files are read. */
  readonly onProgress?: (done: number, total: number) => void;
  /** Aborts the work. The promise is then rejected with the signal's reason. */
  readonly signal?: AbortSignal;
}

export interface Collected {
  readonly totals: Totals;
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
  const findings = { sum: createAccumulator(), unreadable: [], repeated: [], parts: new Set<string>() };
  const opener = createContainerOpener();
  const containers = inputs
    .filter((input) => !isForeign(input))
    .flatMap((input) => openContainer(input, opener, findings));
  const files = listProfileFiles(containers, findings);
  const foreign = inputs.filter(isForeign);
  const total = foreign.reduce(
    (size, { names }) => size + Math.max(1, names.length),
    files.counters.size + files.metas.size,
  );
  const collection: Collection = {
    ...options,
    ...findings,
    step: createProgressStep({ ...options, total }),
  };
  const overlaps = await addProfilesWithoutParts(files, collection);
  await addForeignFiles(foreign, collection);
  const { sum, unreadable, repeated } = collection;
  const parts = [...findings.parts].sort();
  return { totals: sum.totals(), header: sum.header(), unreadable, repeated, overlaps, parts };
}

/** Whether an input was written by another tool. */
function isForeign({ kind }: Input): boolean {
  return kind === 'istanbul' || kind === 'text';
}

function openContainer(
  { kind, path, names }: Input,
  opener: ContainerOpener,
  { unreadable }: Pick<InputFindings, 'unreadable'>,
): readonly FileContainer[] {
  if (kind === 'profile') return [opener.directory(path, names)];
  try {
    return [opener.archive(path)];
  } catch (error) {
    unreadable.push({ path, reason: messageOf(error) });
    return [];
  }
}
