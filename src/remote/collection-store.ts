/** The directory that a collection writes to: the profiles of all targets, and those of a session. */
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { META_PREFIX } from '../profile/format/constants.js';
import { metaNameOf } from '../profile/format/meta-file.js';
import { listMetasOutside } from '../profile/store/archive-metas.js';
import { sessionDirectoryOf } from '../profile/store/session-directories.js';
import {
  type KnownMetas,
  MissingMetasError,
  type StoredArchive,
  storeArchive,
} from '../profile/store/store-archive.js';
import { linkMeta, makeSessionDirectory } from '../profile/store/write-profile.js';

export interface CollectionStore {
  /** Absolute path. */
  readonly directory: string;
  /** Returns hashes of metas that no target has to send. */
  have(): readonly string[];
  /** @param name of the archive, for errors @throws as `storeArchive` */
  store(archive: Buffer, name: string): StoredArchive;
  /** Stores an archive as profiles of a session. @throws as `storeArchive`; CovermainError `DIRECTORY_NOT_PRIVATE` */
  storeSession(session: string, archive: Buffer, name: string): StoredArchive;
}

/** Maximum number of hashes that an agent accepts in a request. */
const MAX_HAVE = 20_000;

/** @param directory absolute path of an existing directory */
export function openCollectionStore(directory: string): CollectionStore {
  const known: KnownMetas = new Map();
  /** Metas of the directory that nothing has read yet. They may be damaged. */
  const unread = new Set(
    readdirSync(directory)
      .filter((name) => name.startsWith(META_PREFIX))
      .map((name) => name.slice(META_PREFIX.length)),
  );
  const sessionMetas = new Map<string, KnownMetas>();
  const knownIn = (session: string) => {
    const metas = sessionMetas.get(session) ?? new Map();
    sessionMetas.set(session, metas);
    return metas;
  };
  return {
    directory,
    have: () => [...new Set([...known.keys(), ...unread])].slice(0, MAX_HAVE),
    store(archive, name) {
      try {
        return storeArchive(directory, archive, name, known);
      } catch (error) {
        // A damaged meta of the directory is requested again.
        if (error instanceof MissingMetasError) for (const hash of error.hashes) unread.delete(hash);
        throw error;
      }
    },
    storeSession(session, archive, name) {
      const target = sessionDirectoryOf(directory, session);
      const metas = knownIn(session);
      const outside = listMetasOutside(archive, name);
      makeSessionDirectory(target);
      for (const hash of outside)
        if (!metas.has(hash) && existsSync(join(directory, metaNameOf(hash))))
          linkMeta(target, directory, hash);
      return storeArchive(target, archive, name, metas);
    },
  };
}
