/** Writes and checks the start of every profile file: a magic that identifies its kind, and the format version. */
import { CovermainError } from '../../platform/errors.js';
import { ByteReader, corruptProfile } from './byte-reader.js';
import { ByteWriter } from './byte-writer.js';
import { VERSION } from './constants.js';

/** Returns a writer that has written the preamble. */
export function beginProfileFile(magic: string): ByteWriter {
  const writer = new ByteWriter();
  writer.ascii(magic);
  writer.uint(VERSION);
  return writer;
}

/**
 * Checks the preamble and returns a reader of the bytes after it. Damage is reported before an unsupported version: a
 * flipped version byte is damage, and another version of covermain would not help.
 *
 * @param content bytes of the file without the checksum
 * @param name of the file, for errors
 * @param damage result of the checksum's verification: why the bytes are corrupt, or `null` if they are not
 * @throws CovermainError `PROFILE_CORRUPT`, `PROFILE_VERSION`
 */
export function openProfileFile(
  content: Buffer,
  name: string,
  magic: string,
  damage: string | null,
): ByteReader {
  const reader = new ByteReader(content, name);
  if (content.length < magic.length || reader.ascii(magic.length) !== magic)
    throw corruptProfile(name, `expected it to start with ${JSON.stringify(magic)}`);
  if (damage) throw corruptProfile(name, damage);
  const version = reader.byte();
  if (version !== VERSION)
    throw new CovermainError(
      'PROFILE_VERSION',
      `Cannot read ${name}: expected profile format version ${VERSION}, got ${version}. ` +
        'Read it with the version of covermain that wrote it.',
    );
  return reader;
}
