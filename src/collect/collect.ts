/** Adds up what any number of inputs hold. */
import { setImmediate } from 'node:timers/promises';
import { messageOf } from '../errors.js';
import { type Accumulator, createAccumulator, type MergedHeader } from '../profile/accumulator.js';
import type { UnreadableFile } from '../profile/read-profile.js';
import type { Totals } from '../profile/totals.js';
import type { Input } from './inputs.js';
import { addIstanbul } from './istanbul-files.js';
import { addProfiles, archiveFiles, directoryFiles, type ProfileFile } from './profile-files.js';

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
}

/** What is being added up, and what is found on the way. */
export interface Collecting extends CollectOptions {
  readonly sum: Accumulator;
  readonly unreadable: UnreadableFile[];
  readonly repeated: string[];
  /** Between two files: others get their turn, and it may end here. */
  readonly step: () => Promise<void>;
}

/** Milliseconds: so long nobody else gets a turn. */
const TURN = 30;

export async function collect(inputs: readonly Input[], options: CollectOptions): Promise<Collected> {
  const collecting = {
    ...options,
    sum: createAccumulator(),
    unreadable: [],
    repeated: [],
    step: stepper(inputs, options),
  };
  const files = inputs.flatMap((input) => profileFilesOf(input, collecting));
  await addProfiles(files, collecting);
  for (const input of inputs) if (input.kind === 'istanbul') await addIstanbul(input, collecting);
  const { sum, unreadable, repeated } = collecting;
  return { totals: sum.totals(), header: sum.header(), unreadable, repeated };
}

function profileFilesOf(input: Input, { unreadable }: Collecting): readonly ProfileFile[] {
  if (input.kind === 'profile') return directoryFiles(input);
  if (input.kind === 'istanbul') return [];
  try {
    return archiveFiles(input.path);
  } catch (error) {
    unreadable.push({ path: input.path, reason: messageOf(error) });
    return [];
  }
}

function stepper(inputs: readonly Input[], { onProgress, signal }: CollectOptions): () => Promise<void> {
  const total = inputs.reduce((size, { names }) => size + Math.max(1, names.length), 0);
  let done = 0;
  let turned = performance.now();
  return async () => {
    done++;
    if (performance.now() - turned < TURN) return;
    onProgress?.(done, Math.max(done, total));
    await setImmediate();
    signal?.throwIfAborted();
    turned = performance.now();
  };
}
