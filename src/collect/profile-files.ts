/** The files of profile directories and archives, added up one at a time. */
import { messageOf } from '../platform/errors.js';
import { corruptProfile } from '../profile/format/byte-reader.js';
import { COUNTERS_PREFIX, META_PREFIX } from '../profile/format/constants.js';
import { openCounters } from '../profile/format/counters-file.js';
import { createCountersScan, type ScannedFile } from '../profile/format/counters-scan.js';
import { metaNameOf } from '../profile/format/meta-file.js';
import type { FileMeta } from '../profile/model/file-meta.js';
import type { Collection, InputFindings } from './collection.js';
import type { FileContainer } from './inputs/file-containers.js';
import { createMetaLookup } from './meta-lookup.js';

/** What places hold together. */
export interface LocatedProfileFiles {
  /** By name: one epoch of a process each. */
  readonly counters: ReadonlyMap<string, FileContainer>;
  /** By name: all that have it, since any of them may be damaged. */
  readonly metas: ReadonlyMap<string, readonly FileContainer[]>;
}

/** Of counters that two places have of one epoch, those that were written last are listed; the others are repeated. */
export function listProfileFiles(
  places: readonly FileContainer[],
  { repeated }: Pick<InputFindings, 'repeated'>,
): LocatedProfileFiles {
  const counters = new Map<string, FileContainer>();
  const metas = new Map<string, FileContainer[]>();
  for (const place of places) {
    for (const name of place.names) {
      const alike = metas.get(name);
      if (alike) alike.push(place);
      else if (name.startsWith(META_PREFIX)) metas.set(name, [place]);
      if (!name.startsWith(COUNTERS_PREFIX)) continue;
      const other = counters.get(name);
      const [chosen, rest] = other ? laterFirst(name, other, place) : [place];
      counters.set(name, chosen);
      if (rest) repeated.push(rest.pathOf(name));
    }
  }
  return { counters, metas };
}

/** Adds counters, and metas that nothing counts by. One meta serves all places: its name is its content. */
export async function addProfiles(
  { counters, metas }: LocatedProfileFiles,
  collecting: Collection,
): Promise<void> {
  const { sum, unreadable, parts, step } = collecting;
  const metaOf = createMetaLookup(metas, collecting);
  const scan = createCountersScan();
  for (const [name, place] of counters) {
    try {
      const { header, files } = scan(place.read(name), name);
      for (const file of files) requireMatch(name, file, metaOf(file.meta, place));
      for (const { meta, addTo } of files) addTo(sum.sumOf(meta, header.end));
      sum.addProcess(header);
      for (const part of [name, ...(header.parts ?? [])]) parts.add(part);
    } catch (error) {
      unreadable.push({ path: place.pathOf(name), reason: messageOf(error) });
    }
    await step();
  }
  for (const name of metas.keys()) {
    metaOf(name.slice(META_PREFIX.length));
    await step();
  }
}

function requireMatch(name: string, { meta: hash, size }: ScannedFile, meta: FileMeta | undefined): void {
  if (!meta)
    throw corruptProfile(name, `${metaNameOf(hash)}, by which it counts, is missing or cannot be read`);
  if (meta.probes === size) return;
  const probes = `${metaNameOf(hash)} has ${meta.probes} probes`;
  throw corruptProfile(name, `it has ${size} counters for ${meta.path}, and ${probes}`);
}

function laterFirst(
  name: string,
  one: FileContainer,
  other: FileContainer,
): readonly [FileContainer, FileContainer] {
  return readEndTime(name, one) < readEndTime(name, other) ? [other, one] : [one, other];
}

/** When it was counted last, an ISO time; empty where it cannot be read, so that anything is later. */
export function readEndTime(name: string, place: FileContainer): string {
  try {
    return openCounters(place.read(name), name).header.end;
  } catch {
    return '';
  }
}
