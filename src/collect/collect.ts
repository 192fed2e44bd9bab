/** Adds up what any number of inputs hold. */
import { messageOf } from '../errors.js';
import { createAccumulator, type MergedHeader } from '../profile/accumulator.js';
import type { Totals } from '../profile/totals.js';
import type { Collecting, Findings, Roots } from './collecting.js';
import { createPlaceOpener, type FilePlace, type PlaceOpener } from './file-places.js';
import { addForeign } from './foreign-files.js';
import type { Input } from './inputs.js';
import { addWithoutParts, type Overlap } from './merged-profiles.js';
import { listProfileFiles } from './profile-files.js';
import { createStep } from './steps.js';

export interface CollectOptions extends Roots {
  /** Told of each file that was read. */
  readonly onProgress?: (done: number, total: number) => void;
  /** Ends it early: the promise is rejected by its reason. */
  readonly signal?: AbortSignal;
}

export interface Collected {
  readonly totals: Totals;
  /** What all measured processes have in common; `undefined` where there was none. */
  readonly header: MergedHeader | undefined;
  /** As in `Findings`. */
  readonly unreadable: Readonly<Findings['unreadable']>;
  readonly repeated: Readonly<Findings['repeated']>;
  /** Merged profiles that have counts of the same profiles: these are in the totals more than once. */
  readonly overlaps: readonly Overlap[];
  /** Names of all profiles whose counts are in the totals, in their order. */
  readonly parts: readonly string[];
}

export async function collect(inputs: readonly Input[], options: CollectOptions): Promise<Collected> {
  const found = { sum: createAccumulator(), unreadable: [], repeated: [], parts: new Set<string>() };
  const opener = createPlaceOpener();
  const places = inputs
    .filter((input) => !isForeign(input))
    .flatMap((input) => openPlace(input, opener, found));
  const files = listProfileFiles(places, found);
  const others = inputs.filter(isForeign);
  const total = others.reduce(
    (size, { names }) => size + Math.max(1, names.length),
    files.counters.size + files.metas.size,
  );
  const collecting: Collecting = { ...options, ...found, step: createStep({ ...options, total }) };
  const overlaps = await addWithoutParts(files, collecting);
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
  { unreadable }: Pick<Findings, 'unreadable'>,
): readonly FilePlace[] {
  if (kind === 'profile') return [opener.directory(path, names)];
  try {
    return [opener.archive(path)];
  } catch (error) {
    unreadable.push({ path, reason: messageOf(error) });
    return [];
  }
}
