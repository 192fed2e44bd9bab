/** The directory that a collection writes to: the profiles of all targets, and those of a session. */
import { listMetasOutside } from '../profile/store/archive-metas.js';
import { copyMetas } from '../profile/store/copy-metas.js';
import { openMetaFiles } from '../profile/store/meta-files.js';
import { sessionDirectoryOf } from '../profile/store/session-directories.js';
import {
  type KnownMetas,
  MissingMetasError,
  type StoreArchiveOptions,
  type StoredArchive,
  storeArchive,
} from '../profile/store/store-archive.js';
import { makeSessionDirectory } from '../profile/store/write-profile.js';

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

type SessionMetas = Required<Pick<StoreArchiveOptions, 'known' | 'metaFiles'>>;

/** Maximum number of hashes that an agent accepts in a request. */
const MAX_HAVE = 20_000;

/** @param directory absolute path of an existing directory */
export function openCollectionStore(directory: string): CollectionStore {
  const known: KnownMetas = new Map();
  const metaFiles = openMetaFiles(directory);
  /** Metas of the directory that nothing has read yet. They may be damaged. */
  const unread = new Set(metaFiles.all().flatMap(({ extents }) => extents.map(({ hash }) => hash)));
  const sessions = new Map<string, SessionMetas>();
  const metasOf = (session: string) => {
    const metas = sessions.get(session) ?? {
      known: new Map(),
      metaFiles: openMetaFiles(sessionDirectoryOf(directory, session)),
    };
    sessions.set(session, metas);
    return metas;
  };
  return {
    directory,
    have: () => [...new Set([...known.keys(), ...unread])].slice(0, MAX_HAVE),
    store(archive, name) {
      try {
        return storeArchive(directory, archive, name, { known, metaFiles });
      } catch (error) {
        // A damaged meta of the directory is requested again.
        if (error instanceof MissingMetasError) for (const hash of error.hashes) unread.delete(hash);
        throw error;
      }
    },
    storeSession(session, archive, name) {
      const target = sessionDirectoryOf(directory, session);
      const metas = metasOf(session);
      const outside = [...listMetasOutside(archive, name)].filter((hash) => !metas.known.has(hash));
      makeSessionDirectory(target);
      copyMetas(metaFiles, metas.metaFiles, outside);
      return storeArchive(target, archive, name, metas);
    },
  };
}
