/** `covcounters.<run>.<pid>.<time>`: what one process counted, as bytes with a checksum at their end. */

import { fileTimeOf } from '../../platform/file-time.js';
import { isObject } from '../../platform/is-object.js';
import {
  type CountersProfile,
  type FileCounters,
  findInvalidField,
  type ProcessHeader,
  pickHeader,
} from '../model/counters-profile.js';
import type { ByteReader } from './byte-reader.js';
import { endWithChecksum, openWithChecksum } from './checksum.js';
import { COUNTERS_MAGIC, COUNTERS_PREFIX, HASH_BYTES } from './constants.js';
import { beginProfileFile } from './preamble.js';

/** The name of a profile's file. Names of one process sort by time. */
export function countersNameOf({ run, pid, start }: ProcessHeader): string {
  return `${COUNTERS_PREFIX}${run}.${pid}.${fileTimeOf(start)}`;
}

/** @throws RangeError for a profile that breaks its type: a time that is none, a counter that is no integer from 0 */
export function encodeCounters(profile: CountersProfile): Buffer {
  const header = pickHeader(profile);
  const broken = findInvalidField({ ...header });
  if (broken) throw new RangeError(`a profile's ${broken} cannot be ${JSON.stringify(profile[broken])}`);
  const writer = beginProfileFile(COUNTERS_MAGIC);
  writer.text(JSON.stringify(header));
  writer.uint(profile.files.length);
  for (const { meta, counters } of profile.files) {
    writer.hex(meta, HASH_BYTES);
    writer.uint(counters.length);
    writer.uints(counters);
  }
  return endWithChecksum(writer);
}

/**
 * The profile that was encoded, its counters as `Float64Array`s.
 *
 * @param name the file's; another name than the header gives is refused, for a copy would count twice
 * @throws CovermainError `PROFILE_CORRUPT`, `PROFILE_VERSION`
 */
export function decodeCounters(bytes: Buffer, name: string): CountersProfile {
  const { header, reader } = openCounters(bytes, name);
  const files = Array.from({ length: reader.count() }, () => readFileCounters(reader));
  reader.end();
  return { ...header, files };
}

/** The header, and a reader of the list of files behind it. @throws as `decodeCounters` */
export function openCounters(
  bytes: Buffer,
  name: string,
): { readonly header: ProcessHeader; readonly reader: ByteReader } {
  const reader = openWithChecksum(bytes, name, COUNTERS_MAGIC);
  const header = readHeader(reader);
  if (countersNameOf(header) !== name)
    throw reader.corrupt(`by what it holds its name is ${countersNameOf(header)}`);
  return { header, reader };
}

function readHeader(reader: ByteReader): ProcessHeader {
  const header = parseObject(reader.text());
  if (!header) throw reader.corrupt('its header is not a JSON object');
  const broken = findInvalidField(header);
  if (broken) throw reader.corrupt(`its header has no valid "${broken}"`);
  return pickHeader(header as unknown as ProcessHeader);
}

function parseObject(text: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return isObject(value) ? value : undefined;
  } catch {
    return undefined; // the caller names the file
  }
}

function readFileCounters(reader: ByteReader): FileCounters {
  const meta = reader.hex(HASH_BYTES);
  const counters = new Float64Array(reader.count());
  reader.uints(counters, 0, counters.length);
  return { meta, counters };
}
