/** Adds up what any number of inputs hold. */
import { messageOf } from '../errors.js';
import { type Accumulator, createAccumulator, type MergedHeader } from '../profile/accumulator.js';
import type { UnreadableFile } from '../profile/read-profile.js';
import type { Totals } from '../profile/totals.js';
import { createPlaceOpener, type FilePlace, type PlaceOpener } from './file-places.js';
import { addForeign } from './foreign-files.js';
import type { Input } from './inputs.js';
import { type Overlap, withoutParts } from './merged-profiles.js';
import { addProfiles, listProfileFiles } from './profile-files.js';
import { createStep, type Step } from './steps.js';

export interface CollectOptions {
  /** Absolute path that the paths of Istanbul's data are made relative to. */
  readonly root: string;
  /** Absolute paths of folders elsewhere that its paths may be under: what `root` was there. */
  readonly recordedRoots: readonly string[];
  /** Told of each file that was read. */
  readonly onProgress?: (done: number, total: number) => void;
  /** Ends it early: the promise is rejected by its reason. */
  readonly signal?: AbortSignal;
}

export interface Collected {
  readonly totals: Totals;
  /** What all measured processes have in common; `undefined` where there was none. */
  readonly header: MergedHeader | undefined;
  /** Not in the totals, and left where they are. */
  readonly unreadable: readonly UnreadableFile[];
  /** Absolute paths of what is the same epoch of a process as another input has, and is in the totals once. */
  readonly repeated: readonly string[];
  /** Merged profiles that have counts of the same profiles: these are in the totals more than once. */
  readonly overlaps: readonly Overlap[];
  /** Names of all profiles whose counts are in the totals, in their order. */
  readonly parts: readonly string[];
}

/** What is being added up, and what is found on the way. */
export interface Collecting extends CollectOptions {
  readonly sum: Accumulator;
  readonly unreadable: UnreadableFile[];
  readonly repeated: string[];
  readonly parts: Set<string>;
  readonly step: Step;
}

export async function collect(inputs: readonly Input[], options: CollectOptions): Promise<Collected> {
  const found = { sum: createAccumulator(), unreadable: [], repeated: [], parts: new Set<string>() };
  const opener = createPlaceOpener();
  const places = inputs
    .filter((input) => !isForeign(input))
    .flatMap((input) => openPlace(input, opener, found));
  const { overlaps, ...files } = withoutParts(listProfileFiles(places, found), found);
  const others = inputs.filter(isForeign);
  const total = others.reduce(
    (size, { names }) => size + Math.max(1, names.length),
    files.counters.size + files.metas.size,
  );
  const collecting: Collecting = { ...options, ...found, step: createStep({ ...options, total }) };
  await addProfiles(files, collecting);
  await addForeign(others, collecting);
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
  opener: PlaceOpener,
  { unreadable }: Pick<Collecting, 'unreadable'>,
): readonly FilePlace[] {
  if (kind === 'profile') return [opener.directory(path, names)];
  try {
    return [opener.archive(path)];
  } catch (error) {
    unreadable.push({ path, reason: messageOf(error) });
    return [];
  }
}
