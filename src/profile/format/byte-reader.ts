/** Reads the pieces that profile files are made of; whatever cannot have been written is an error with a name. */
import { isUtf8 } from 'node:buffer';
import { CovermainError } from '../../platform/errors.js';

/** The weight of the last byte that an integer below 2^53 can have. */
const MAX_WEIGHT = 2 ** 49;

export class ByteReader {
  private offset = 0;

  /**
   * @param bytes may be kept: nothing that is read refers to them, except blobs
   * @param name of the file, for errors
   */
  constructor(
    private readonly bytes: Buffer,
    private readonly name: string,
  ) {}

  /**
   * An unsigned LEB128: an integer from 0 to 2^53 - 1.
   *
   * @throws CovermainError `PROFILE_CORRUPT`, as all methods do
   */
  uint(): number {
    let value = 0;
    // By multiplication: the operators on bits would cut the value to 32 of them.
    for (let weight = 1; weight <= MAX_WEIGHT; weight *= 0x80) {
      const byte = this.byte();
      value += (byte % 0x80) * weight;
      if (byte < 0x80 && Number.isSafeInteger(value)) return value;
    }
    throw this.corrupt('an integer in it is larger than 2^53 - 1');
  }

  /** So many `uint`s, into an array that has room for them from an index on. */
  uints(values: Float64Array, from: number, count: number): void {
    const { bytes } = this;
    let { offset } = this;
    for (let index = from; index < from + count; index++) {
      // Most counters take one byte, most others two. What is behind the end is no number, so it is below nothing.
      const byte = bytes[offset] as number;
      if (byte < 0x80) {
        values[index] = byte;
        offset++;
        continue;
      }
      const next = bytes[offset + 1] as number;
      if (next < 0x80) {
        values[index] = byte - 0x80 + next * 0x80;
        offset += 2;
        continue;
      }
      this.offset = offset;
      values[index] = this.uint();
      offset = this.offset;
    }
    this.offset = offset;
  }

  byte(): number {
    const byte = this.bytes[this.offset];
    if (byte === undefined) throw this.corrupt('it ends too early');
    this.offset++;
    return byte;
  }

  /** How many pieces follow, each of which takes a byte or more; so a wrong number asks for no more memory than there are bytes. */
  count(): number {
    const count = this.uint();
    if (count > this.bytes.length - this.offset) throw this.corrupt('it ends too early');
    return count;
  }

  text(): string {
    const bytes = this.blob();
    if (!isUtf8(bytes)) throw this.corrupt('a text in it is not UTF-8');
    return bytes.toString();
  }

  /** A view of the bytes. */
  blob(): Buffer {
    return this.take(this.count());
  }

  /** As many characters as bytes. */
  ascii(size: number): string {
    return this.take(size).toString('latin1');
  }

  /** A hash of so many bytes, in hexadecimal. */
  hex(size: number): string {
    return this.take(size).toString('hex');
  }

  /** @throws CovermainError `PROFILE_CORRUPT` if anything is left */
  end(): void {
    if (this.offset < this.bytes.length) throw this.corrupt('it goes on behind its end');
  }

  corrupt(what: string): CovermainError {
    return corruptProfile(this.name, what);
  }

  private take(size: number): Buffer {
    const bytes = this.bytes.subarray(this.offset, this.offset + size);
    if (bytes.length < size) throw this.corrupt('it ends too early');
    this.offset += size;
    return bytes;
  }
}

/** What is the matter with a profile file, and what to do about it. */
export function corruptProfile(name: string, what: string): CovermainError {
  return new CovermainError(
    'PROFILE_CORRUPT',
    `${name} is not a whole file of a profile: ${what}; copy it again from where it was written, or move it away`,
  );
}
