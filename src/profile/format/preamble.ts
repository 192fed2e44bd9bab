/** How every profile file begins: a magic that tells it from foreign files, and the version of its format. */
import { CovermainError } from '../../platform/errors.js';
import { ByteReader, corruptProfile } from './byte-reader.js';
import { ByteWriter } from './byte-writer.js';
import { VERSION } from './constants.js';

/** A writer that has written the preamble. */
export function beginProfileFile(magic: string): ByteWriter {
  const writer = new ByteWriter();
  writer.ascii(magic);
  writer.uint(VERSION);
  return writer;
}

/**
 * A reader of what follows the preamble. That the bytes are whole is looked at before the version: a version that
 * was flipped by accident is damage, and no reason to look for another covermain.
 *
 * @param content the bytes without a checksum at their end
 * @param name of the file, for errors
 * @param damage what is wrong with the bytes, by their checksum
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
    throw corruptProfile(name, `it does not begin with ${JSON.stringify(magic)}`);
  if (damage) throw corruptProfile(name, damage);
  const version = reader.byte();
  if (version !== VERSION)
    throw new CovermainError(
      'PROFILE_VERSION',
      `${name} has version ${version} of the profile format, expected ${VERSION}: ` +
        'read it with the covermain that wrote it',
    );
  return reader;
}
