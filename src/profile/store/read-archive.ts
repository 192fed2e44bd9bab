/** Reads the profiles in an archive. */
import type { ProfileDirectory } from '../model/profile-directory.js';
import { readProfileFiles } from './read-profile.js';

/** Reads the files of an archive as if they were in a profile directory. */
export function readArchive(files: ReadonlyMap<string, Uint8Array>): ProfileDirectory {
  return readProfileFiles({
    names: () => [...files.keys()],
    read: (name) => asBuffer(files.get(name) ?? new Uint8Array()),
    pathOf: (name) => name,
  });
}

function asBuffer({ buffer, byteOffset, byteLength }: Uint8Array): Buffer {
  return Buffer.from(buffer, byteOffset, byteLength);
}
