/** Stores what agents push: archives as files of the profile directory, texts of other tools in a directory below it. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fromGoText } from '../../interchange/from-go-text.js';
import { GO_TEXT_START } from '../../interchange/go-blocks.js';
import { CovermainError, messageOf } from '../../platform/errors.js';
import { sizeIfPossible } from '../../platform/file-stats.js';
import { writeAtomically } from '../../platform/write-atomically.js';
import { ARCHIVE_MAGIC } from '../../profile/format/constants.js';
import { type KnownMetas, storeArchive } from '../../profile/store/store-archive.js';
import { makeDirectory } from '../../profile/store/write-profile.js';
import { createMetaUse } from './meta-use.js';
import { isOutOfSpace } from './out-of-space.js';
import { createReplacedFiles } from './replaced-files.js';
import { type RemovedProfiles, removeAbandonedFiles, removeOldProfiles } from './retention.js';
import { textDirectoryOf } from './text-directory.js';

/** What a push has changed. */
export interface StoredPush {
  readonly kind: 'archive' | 'text';
  /** Whether there is a file that did not exist before. */
  readonly isNew: boolean;
  /** Number of profiles that were written. Others were there, or the directory had later counters of them. */
  readonly written: number;
  /** Number of metas that were written. */
  readonly metas: number;
  /** Number of bytes that were written. */
  readonly bytes: number;
}

/** Stores pushes one at a time. */
export interface PushStore {
  /**
   * Stores a push. Repeating it changes nothing.
   *
   * @param name by which the client pushes; a text is stored under it
   * @param bytes an archive or a text profile
   * @throws CovermainError `PUSH_REFUSED`, `PROFILE_CORRUPT`, `PROFILE_VERSION`, `META_MISSING`, before anything is written;
   *   `DIRECTORY_NOT_WRITABLE`
   */
  put(name: string, bytes: Buffer): StoredPush;
  /** As in `ReplacedFiles`. */
  removeSpares(age: number): void;
  /** As the function in `retention.ts`. */
  removeAbandoned(): Promise<void>;
  /** Removes profiles as `removeOldProfiles` does, between two pushes at a time. @param before milliseconds since 1970 */
  removeOld(before: number): Promise<RemovedProfiles>;
}

/** @param directory absolute path of an existing profile directory */
export function openPushStore(directory: string): PushStore {
  const known: KnownMetas = new Map();
  const replaced = createReplacedFiles();
  const metas = createMetaUse(directory, known);
  const putOnce = (name: string, bytes: Buffer): StoredPush => {
    if (startsWith(bytes, GO_TEXT_START)) return storeText(directory, name, bytes);
    if (!startsWith(bytes, ARCHIVE_MAGIC))
      throw refused(name, 'expected an archive of covermain, or a profile in Go’s text format');
    metas.forgetOld();
    const stored = storeArchive(directory, bytes, name, {
      known,
      metaFiles: metas.files(),
      countersFiles: replaced,
      separatesMetas: true,
    });
    const isNew = stored.files.some(({ status }) => status === 'new');
    metas.use(name, stored.used, isNew);
    return {
      kind: 'archive',
      isNew,
      written: stored.files.filter(({ status }) => status !== 'kept').length,
      metas: stored.metas,
      bytes: stored.bytes,
    };
  };
  return {
    put(name, bytes) {
      try {
        return putOnce(name, bytes);
      } catch (error) {
        const isDeleted = !existsSync(directory);
        if (!isDeleted && !isOutOfSpace(error)) throw error;
        replaced.removeSpares(0);
        if (isDeleted) {
          makeDirectory(directory);
          metas.forgetAll();
        }
        return putOnce(name, bytes);
      }
    },
    removeSpares: replaced.removeSpares,
    removeAbandoned: () => removeAbandonedFiles(directory),
    removeOld: (before) => removeOldProfiles(directory, { before, metas }),
  };
}

/** Matches a name that is a file name everywhere, and is never that of a temporary file. */
const TEXT_NAME = /^(?!tmp\.)[A-Za-z0-9_][\w.-]{0,199}$/;

function storeText(directory: string, name: string, bytes: Buffer): StoredPush {
  if (!TEXT_NAME.test(name))
    throw refused(name, 'the name of a text consists of at most 200 letters, digits, ".", "_" and "-"');
  try {
    fromGoText(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch (error) {
    throw refused(name, messageOf(error));
  }
  const texts = textDirectoryOf(directory);
  makeDirectory(texts);
  const path = join(texts, name);
  const isNew = sizeIfPossible(path) === undefined;
  try {
    writeAtomically(path, bytes);
  } catch (error) {
    const message = `Cannot write ${path}: ${messageOf(error)}. Start the center with another --dir.`;
    throw new CovermainError('DIRECTORY_NOT_WRITABLE', message, { cause: error });
  }
  return { kind: 'text', isNew, written: 1, metas: 0, bytes: bytes.length };
}

function startsWith(bytes: Buffer, magic: string): boolean {
  return bytes.toString('latin1', 0, magic.length) === magic;
}

/** @param reason a clause */
function refused(name: string, reason: string): CovermainError {
  return new CovermainError('PUSH_REFUSED', `Cannot store ${name}: ${reason}. Nothing was stored.`);
}
