/** Stores the files of an archive from another machine in a profile directory, after all of them were checked. */
import { join } from 'node:path';
import { CovermainError } from '../../platform/errors.js';
import { listSome, pluralize } from '../../platform/plural-forms.js';
import { readDataFileIfPossible } from '../../platform/regular-files.js';
import { decodeArchive } from '../format/archive.js';
import { corruptProfile } from '../format/byte-reader.js';
import { COUNTERS_PREFIX } from '../format/constants.js';
import { openCounters } from '../format/counters-file.js';
import { checkCounters } from '../format/counters-scan.js';
import { decodeMeta, metaNameOf } from '../format/meta-file.js';
import { splitMetas } from '../format/meta-pack.js';
import type { ProcessHeader } from '../model/counters-profile.js';
import { type MetaFiles, openMetaFiles } from './meta-files.js';
import { writeMetas, writeProfileFile } from './write-profile.js';

export interface StoredArchive {
  /** The counters files of the archive, in its order. */
  readonly files: readonly StoredFile[];
  /** Headers of the counters files, in the same order. */
  readonly profiles: readonly ProcessHeader[];
  /** Hashes of the metas of the counters. */
  readonly used: ReadonlySet<string>;
  /** Number of metas that were written. Others existed. */
  readonly metas: number;
  /** Number of bytes that were written. */
  readonly bytes: number;
}

export interface StoredFile {
  readonly name: string;
  /** Time at which the counters were read. */
  readonly end: string;
  /** Time at which the counters that the directory now has were read: later than `end` if it had later ones. */
  readonly storedEnd: string;
  /** Whether one of its counters is not 0. */
  readonly hasHits: boolean;
  /** `kept` if the directory had the same file or one with later counters, which contains these counts. */
  readonly status: 'new' | 'replaced' | 'kept';
}

/** Thrown for an archive whose metas are neither in it nor in the directory. The sender can send them again. */
export class MissingMetasError extends CovermainError {
  override readonly name = 'MissingMetasError';

  constructor(
    archive: string,
    readonly hashes: readonly string[],
  ) {
    super(
      'META_MISSING',
      `Cannot store ${archive}: ${pluralize(hashes.length, 'meta')} of its counters ` +
        `${hashes.length === 1 ? 'is' : 'are'} missing (${listSome(hashes, 3)}). Send it again with all metas.`,
    );
  }
}

/**
 * Numbers of probes of the metas in a directory, by hash. A caller that stores many archives in one directory passes the same map
 * each time, so that no meta is read or written twice. It removes a meta from the map before it deletes its file.
 */
export type KnownMetas = Map<string, number>;

/** Reads and writes the counters files of a directory. */
export interface CountersFiles {
  /**
   * Returns when the counters of a stored file were read: `undefined` if there is none, and an empty text if it is damaged.
   *
   * @param path absolute @param name of the file
   */
  endOf(path: string, name: string): string | undefined;
  /**
   * Writes a file, or replaces it: readers see the old content or the new one.
   *
   * @param end time at which the counters were read
   * @throws CovermainError `DIRECTORY_NOT_WRITABLE`
   */
  write(path: string, bytes: Buffer, end: string): void;
}

const PLAIN_FILES: CountersFiles = { endOf: readStoredEnd, write: writeProfileFile };

export interface StoreArchiveOptions {
  /** @default none */
  readonly known?: KnownMetas;
  /** The metas of the directory, so that a caller that stores many archives reads each file once. */
  readonly metaFiles?: MetaFiles;
  readonly countersFiles?: CountersFiles;
  /** Whether each meta gets a file of its own, which can be removed when nothing needs it. @default false */
  readonly separatesMetas?: boolean;
}

/**
 * Checks an archive, and writes its files into a profile directory: metas first, because readers treat counters with missing metas
 * as corrupt. To store an archive twice changes nothing.
 *
 * @param directory absolute path of an existing directory
 * @param name of the archive, for errors
 * @throws CovermainError `PROFILE_CORRUPT`, `PROFILE_VERSION`, and MissingMetasError `META_MISSING`, before anything is written;
 *   `DIRECTORY_NOT_WRITABLE`
 */
export function storeArchive(
  directory: string,
  archive: Buffer,
  name: string,
  {
    known = new Map(),
    metaFiles = openMetaFiles(directory),
    countersFiles = PLAIN_FILES,
    separatesMetas = false,
  }: StoreArchiveOptions = {},
): StoredArchive {
  const contents = checkArchive(metaFiles, archive, name, known);
  const added = [...contents.metas]
    .filter(([hash]) => !known.has(hash) && !metaFiles.read(hash))
    .map(([hash, { bytes }]) => ({ hash, bytes }));
  const groups = separatesMetas ? added.map((meta) => [meta]) : [added];
  const written = groups.flatMap((group) => writeMetas(directory, group));
  for (const file of written) metaFiles.add(file);
  for (const [hash, { probes }] of contents.metas) known.set(hash, probes);
  let bytes = written.reduce((sum, { size }) => sum + size, 0);
  const files = contents.counters.map(
    ({ name: file, header: { end }, hasHits, bytes: content }): StoredFile => {
      const path = join(directory, file);
      const before = countersFiles.endOf(path, file);
      // Times in this format sort as text.
      if (before !== undefined && before >= end)
        return { name: file, end, storedEnd: before, hasHits, status: 'kept' };
      countersFiles.write(path, content, end);
      bytes += content.length;
      return { name: file, end, storedEnd: end, hasHits, status: before === undefined ? 'new' : 'replaced' };
    },
  );
  return {
    files,
    profiles: contents.counters.map(({ header }) => header),
    used: contents.used,
    metas: added.length,
    bytes,
  };
}

/** A counters file of an archive. */
interface CheckedFile {
  readonly name: string;
  readonly header: ProcessHeader;
  readonly hasHits: boolean;
  readonly bytes: Buffer;
}

interface CheckedArchive {
  /** Metas by hash. */
  readonly metas: ReadonlyMap<string, { readonly bytes: Buffer; readonly probes: number }>;
  /** Hashes of the metas that the counters use. */
  readonly used: ReadonlySet<string>;
  readonly counters: readonly CheckedFile[];
}

function checkArchive(
  metaFiles: MetaFiles,
  archive: Buffer,
  archiveName: string,
  known: KnownMetas,
): CheckedArchive {
  const metas = new Map<string, { bytes: Buffer; probes: number }>();
  const counters: CheckedFile[] = [];
  const uses: { name: string; meta: string; size: number }[] = [];
  for (const [name, bytes] of decodeArchive(archive, archiveName)) {
    if (name.startsWith(COUNTERS_PREFIX)) {
      const { header, files, hasHits } = checkCounters(bytes, name);
      counters.push({ name, header, hasHits, bytes });
      for (const { meta, size } of files) uses.push({ name, meta, size });
    } else
      for (const [hash, meta] of splitMetas(bytes, name))
        metas.set(hash, { bytes: meta, probes: decodeMeta(meta, metaNameOf(hash), name).probes });
  }
  const missing = new Set<string>();
  for (const { name, meta, size } of uses) {
    const probes = metas.get(meta)?.probes ?? known.get(meta) ?? readProbes(metaFiles, meta);
    if (probes === undefined) missing.add(meta);
    else if (probes !== size)
      throw corruptProfile(name, `it has ${size} counters, but the meta ${meta} has ${probes} probes`);
    else if (!metas.has(meta)) known.set(meta, probes);
  }
  if (missing.size > 0) throw new MissingMetasError(archiveName, [...missing]);
  return { metas, counters, used: new Set(uses.map(({ meta }) => meta)) };
}

/** Returns the number of probes of a meta in the directory, or `undefined` if it is missing or unreadable. */
function readProbes(metaFiles: MetaFiles, hash: string): number | undefined {
  const bytes = metaFiles.read(hash);
  try {
    return bytes && decodeMeta(bytes, metaNameOf(hash)).probes;
  } catch {
    return undefined; // the sender sends it again
  }
}

/** Returns when the counters of a stored file were read: `undefined` if there is none, and an empty text if it is damaged. */
export function readStoredEnd(path: string, name: string): string | undefined {
  const stored = readDataFileIfPossible(path);
  try {
    return stored && openCounters(stored, name).header.end;
  } catch {
    return ''; // earlier than every time, so that the file is replaced
  }
}
