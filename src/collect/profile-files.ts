/** Adds the files of profile directories and archives to a sum, one at a time. */
import { addToList } from '../platform/add-to-list.js';
import { messageOf } from '../platform/errors.js';
import { corruptProfile } from '../profile/format/byte-reader.js';
import { COUNTERS_PREFIX, META_PREFIX } from '../profile/format/constants.js';
import { openCounters } from '../profile/format/counters-file.js';
import { createCountersScan } from '../profile/format/counters-scan.js';
import type { FileMeta } from '../profile/model/file-meta.js';
import { findMetaMismatch } from '../profile/store/meta-mismatch.js';
import type { Collection, InputFindings } from './collection.js';
import type { FileContainer } from './inputs/file-containers.js';
import type { MetaLookup } from './meta-lookup.js';

/** Profile files and the containers they are in. */
export interface LocatedProfileFiles {
  /** Container of each counters file, by name. A file has one epoch of a process. */
  readonly counters: ReadonlyMap<string, FileContainer>;
  /** All containers of each file with metas, by name, because any copy may be damaged. */
  readonly metas: ReadonlyMap<string, readonly FileContainer[]>;
}

/**
 * Locates profile files. If two containers have the same epoch, the copy written last is listed and the other
 * repeated.
 */
export function listProfileFiles(
  containers: readonly FileContainer[],
  { repeated }: Pick<InputFindings, 'repeated'>,
): LocatedProfileFiles {
  const counters = new Map<string, FileContainer>();
  const metas = new Map<string, FileContainer[]>();
  for (const container of containers) {
    for (const name of container.names) {
      if (name.startsWith(META_PREFIX)) addToList(metas, name, container);
      if (!name.startsWith(COUNTERS_PREFIX)) continue;
      const other = counters.get(name);
      const [chosen, rest] = other ? laterFirst(name, other, container) : [container];
      counters.set(name, chosen);
      if (rest) repeated.push(rest.pathOf(name));
    }
  }
  return { counters, metas };
}

/** Adds counters to the sums of their packages. One copy of a file with metas serves all containers: its name is the hash of its bytes. */
export async function addProfiles(
  counters: LocatedProfileFiles['counters'],
  metaLookup: MetaLookup,
  collection: Collection,
): Promise<void> {
  const { sums, packagesIn, unreadable, parts, step, onProfile } = collection;
  const scan = createCountersScan();
  for (const [name, container] of counters) {
    try {
      const { header, files } = scan(container.read(name), name);
      for (const { meta, size } of files) {
        const mismatch = findMetaMismatch(meta, size, metaLookup.find(meta, container));
        if (mismatch !== undefined) throw corruptProfile(name, mismatch);
      }
      const sum = sums.of(header);
      for (const { meta, addTo } of files) {
        sum.addMeta(meta, metaLookup.find(meta) as FileMeta);
        addTo(sum.sumOf(meta, header.end));
      }
      sums.addProcess(header);
      onProfile(header);
      packagesIn.set(container, (packagesIn.get(container) ?? new Set()).add(sum));
      for (const part of [name, ...(header.parts ?? [])]) parts.add(part);
    } catch (error) {
      unreadable.push({ path: container.pathOf(name), reason: messageOf(error) });
    }
    await step();
  }
}

function laterFirst(
  name: string,
  one: FileContainer,
  other: FileContainer,
): readonly [FileContainer, FileContainer] {
  return readEndTime(name, one) < readEndTime(name, other) ? [other, one] : [one, other];
}

/**
 * Returns the ISO time at which counters were read; empty for an unreadable file, so that any other copy is later.
 */
export function readEndTime(name: string, container: FileContainer): string {
  try {
    return openCounters(container.read(name), name).header.end;
  } catch {
    return '';
  }
}
