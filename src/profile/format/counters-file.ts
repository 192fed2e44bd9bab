/**
 * Encodes and decodes `covcounters.<run>.<pid>.<time>`: the counters of one process in one epoch, with a checksum.
 */

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

/** Returns the file name of a profile. The names of one process sort by time. */
export function countersNameOf({ run, pid, start }: ProcessHeader): string {
  return `${COUNTERS_PREFIX}${run}.${pid}.${fileTimeOf(start)}`;
}

/** What the name of a counters file tells. */
export interface CountersName {
  readonly name: string;
  /** Id of the run. */
  readonly run: string;
  /** 0 for a merged profile. */
  readonly pid: number;
  /** Start of the epoch, in the format of `fileTimeOf`. */
  readonly time: string;
}

/** Parses names of `countersNameOf`. Leaves out all other names. */
export function parseCountersNames(names: readonly string[]): readonly CountersName[] {
  return names.flatMap((name) => {
    if (!name.startsWith(COUNTERS_PREFIX)) return [];
    const [run = '', pid = '', time = ''] = name.slice(COUNTERS_PREFIX.length).split('.');
    return [{ name, run, pid: Number(pid), time }];
  });
}

/**
 * Encodes a profile.
 *
 * @throws RangeError for an invalid field, such as a malformed time or a counter that is not an integer from 0
 */
export function encodeCounters(profile: CountersProfile): Buffer {
  const header = pickHeader(profile);
  const invalid = findInvalidField({ ...header });
  if (invalid)
    throw new RangeError(`Invalid profile field "${invalid}": ${JSON.stringify(profile[invalid])}.`);
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
 * Decodes a profile, its counters as `Float64Array`s.
 *
 * @param name file name. It must match the header, because a renamed copy would be counted twice.
 * @throws CovermainError `PROFILE_CORRUPT`, `PROFILE_VERSION`
 */
export function decodeCounters(bytes: Buffer, name: string): CountersProfile {
  const { header, reader } = openCounters(bytes, name);
  const files = Array.from({ length: reader.count() }, () => readFileCounters(reader));
  reader.end();
  return { ...header, files };
}

/** Decodes the header and returns it with a reader of the file list after it. @throws as `decodeCounters` */
export function openCounters(
  bytes: Buffer,
  name: string,
): { readonly header: ProcessHeader; readonly reader: ByteReader } {
  const reader = openWithChecksum(bytes, name, COUNTERS_MAGIC);
  const header = readHeader(reader);
  if (countersNameOf(header) !== name)
    throw reader.corrupt(`its header belongs to the file name ${countersNameOf(header)}`);
  return { header, reader };
}

function readHeader(reader: ByteReader): ProcessHeader {
  const header = parseObject(reader.text());
  if (!header) throw reader.corrupt('the header is not a JSON object');
  const invalid = findInvalidField(header);
  if (invalid) throw reader.corrupt(`the header has no valid "${invalid}"`);
  return pickHeader(header as unknown as ProcessHeader);
}

function parseObject(text: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return isObject(value) ? value : undefined;
  } catch {
    return undefined; // the caller's error names the file
  }
}

function readFileCounters(reader: ByteReader): FileCounters {
  const meta = reader.hex(HASH_BYTES);
  const counters = new Float64Array(reader.count());
  reader.uints(counters, 0, counters.length);
  return { meta, counters };
}
