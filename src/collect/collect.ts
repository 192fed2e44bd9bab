/** Adds up what any number of inputs hold. */
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
  /** Told of each file that was read. */
  readonly onProgress?: (done: number, total: number) => void;
  /** Ends it early: the promise is rejected by its reason. */
  readonly signal?: AbortSignal;
}

export interface Collected {
  readonly totals: Totals;
  /** What all measured processes have in common; `undefined` where there was none. */
  readonly header: MergedHeader | undefined;
  /** As in `InputFindings`. */
  readonly unreadable: Readonly<InputFindings['unreadable']>;
  readonly repeated: Readonly<InputFindings['repeated']>;
  /** Merged profiles that have counts of the same profiles: these are in the totals more than once. */
  readonly overlaps: readonly Overlap[];
  /** Names of all profiles whose counts are in the totals, in their order. */
  readonly parts: readonly string[];
}

export async function collect(inputs: readonly Input[], options: CollectOptions): Promise<Collected> {
  const found = { sum: createAccumulator(), unreadable: [], repeated: [], parts: new Set<string>() };
  const opener = createContainerOpener();
  const places = inputs
    .filter((input) => !isForeign(input))
    .flatMap((input) => openPlace(input, opener, found));
  const files = listProfileFiles(places, found);
  const others = inputs.filter(isForeign);
  const total = others.reduce(
    (size, { names }) => size + Math.max(1, names.length),
    files.counters.size + files.metas.size,
  );
  const collecting: Collection = { ...options, ...found, step: createProgressStep({ ...options, total }) };
  const overlaps = await addProfilesWithoutParts(files, collecting);
  await addForeignFiles(others, collecting);
  const { sum, unreadable, repeated } = collecting;
  const parts = [...found.parts].sort();
  return { totals: sum.totals(), header: sum.header(), unreadable, repeated, overlaps, parts };
}

/** Of other tools. */
function isForeign({ kind }: Input): boolean {
  return kind === 'istanbul' || kind === 'text';
}

function openPlace(
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
