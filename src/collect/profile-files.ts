/** The files of profile directories and archives, added up one at a time. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { messageOf } from '../errors.js';
import { decodeArchive } from '../profile/archive.js';
import { corruptProfile } from '../profile/byte-reader.js';
import { type ScannedCounters, scanCounters } from '../profile/counters-scan.js';
import type { FileMeta } from '../profile/file-meta.js';
import { COUNTERS_PREFIX, META_PREFIX } from '../profile/format.js';
import { decodeMeta, metaNameOf } from '../profile/meta-file.js';
import type { Collecting } from './collect.js';
import type { Input } from './inputs.js';

export interface ProfileFile {
  readonly name: string;
  /** Where it is, for people: absolute. */
  readonly path: string;
  readonly read: () => Buffer;
  /** What is in the same place by another name, if it is. */
  readonly beside: (name: string) => ProfileFile | undefined;
}

export function directoryFiles({ path: folder, names }: Input): readonly ProfileFile[] {
  const fileOf = (name: string): ProfileFile => {
    const path = join(folder, name);
    const beside = (other: string) => (existsSync(join(folder, other)) ? fileOf(other) : undefined);
    return { name, path, read: () => readFileSync(path), beside };
  };
  return names.map(fileOf);
}

/** @throws CovermainError `PROFILE_CORRUPT`, `PROFILE_VERSION`; the error of `readFile` */
export function archiveFiles(path: string): readonly ProfileFile[] {
  const files = decodeArchive(readFileSync(path), path);
  const beside = () => undefined; // all that is in it was listed
  return [...files].map(([name, bytes]) => ({ name, path: `${path}:${name}`, read: () => bytes, beside }));
}

/**
 * Adds counters, and metas that nothing counts by. One meta serves all inputs: its name is its content. Processes that
 * still run write metas before counters, so a meta is looked for when it is needed.
 */
export async function addProfiles(files: readonly ProfileFile[], collecting: Collecting): Promise<void> {
  const { sum, unreadable, step } = collecting;
  const metaOf = metaLookup(files, collecting);
  for (const file of chooseEpochs(files, collecting)) {
    try {
      const counters = scanCounters(file.read(), file.name);
      const broken = counters.files
        .map((one) => mismatchOf(one, metaOf(one.meta, file)))
        .find((what) => what !== undefined);
      if (broken !== undefined) throw corruptProfile(file.name, broken);
      for (const { meta, addTo } of counters.files) addTo(sum.sumOf(meta, counters.header.end));
      sum.addProcess(counters.header);
    } catch (error) {
      unreadable.push({ path: file.path, reason: messageOf(error) });
    }
    await step();
  }
  for (const file of files) {
    if (!file.name.startsWith(META_PREFIX)) continue;
    metaOf(file.name.slice(META_PREFIX.length), file);
    await step();
  }
}

function mismatchOf(
  { meta: hash, size }: ScannedCounters['files'][number],
  meta: FileMeta | undefined,
): string | undefined {
  if (!meta) return `${metaNameOf(hash)}, by which it counts, is missing or cannot be read`;
  if (meta.probes === size) return undefined;
  return `it has ${size} counters for ${meta.path}, and ${metaNameOf(hash)} has ${meta.probes} probes`;
}

type MetaLookup = (hash: string, from: ProfileFile) => FileMeta | undefined;

/** Metas by hash, each read once, from whichever input has it whole; one that was just written from beside its counters. */
function metaLookup(files: readonly ProfileFile[], { sum, unreadable }: Collecting): MetaLookup {
  const byName = new Map<string, ProfileFile[]>();
  for (const file of files) {
    const alike = byName.get(file.name) ?? [];
    alike.push(file);
    byName.set(file.name, alike);
  }
  const refused = new Set<string>();
  return (hash, from) => {
    const known = sum.metas.get(hash);
    if (known || refused.has(hash)) return known;
    const name = metaNameOf(hash);
    for (const file of byName.get(name) ?? [from.beside(name)]) {
      if (!file) return undefined;
      try {
        const meta = decodeMeta(file.read(), file.name);
        sum.addMeta(hash, meta);
        return meta;
      } catch (error) {
        unreadable.push({ path: file.path, reason: messageOf(error) });
      }
    }
    refused.add(hash);
    return undefined;
  };
}

/** Counters files; of those that two inputs have of one epoch of a process, the one that was written last. */
function chooseEpochs(files: readonly ProfileFile[], { repeated }: Collecting): readonly ProfileFile[] {
  const byName = new Map<string, ProfileFile>();
  for (const file of files) {
    if (!file.name.startsWith(COUNTERS_PREFIX)) continue;
    const other = byName.get(file.name);
    const [chosen, rest] = other ? laterFirst(other, file) : [file];
    byName.set(file.name, chosen);
    if (rest) repeated.push(rest.path);
  }
  return [...byName.values()];
}

function laterFirst(one: ProfileFile, other: ProfileFile): readonly [ProfileFile, ProfileFile] {
  return endOf(one) < endOf(other) ? [other, one] : [one, other];
}

/** Empty where it cannot be read: then the other is taken, or the first is named as unreadable. */
function endOf(file: ProfileFile): string {
  try {
    return scanCounters(file.read(), file.name).header.end;
  } catch {
    return '';
  }
}
