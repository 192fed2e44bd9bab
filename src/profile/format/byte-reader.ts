/** Reads the values that profile files consist of, and rejects bytes that `ByteWriter` cannot have written. */
import { isUtf8 } from 'node:buffer';
import { CovermainError } from '../../platform/errors.js';

/** Weight of the last byte of an integer below 2^53. */
const MAX_WEIGHT = 2 ** 49;

/** Every method that reads throws a CovermainError `PROFILE_CORRUPT` for invalid or missing bytes. */
export class ByteReader {
  /** Number of bytes that were read. */
  offset = 0;

  /**
   * @param bytes may be reused after reading: only blobs refer to them
   * @param name of the file, for errors
   */
  constructor(
    private readonly bytes: Buffer,
    private readonly name: string,
  ) {}

  /**
   * Reads an unsigned LEB128: an integer from 0 to 2^53 - 1.
   *
   * @throws CovermainError `PROFILE_CORRUPT`
   */
  uint(): number {
    let value = 0;
    // Bitwise operators would truncate the value to 32 bits, so this multiplies.
    for (let weight = 1; weight <= MAX_WEIGHT; weight *= 0x80) {
      const byte = this.byte();
      value += (byte % 0x80) * weight;
      if (byte < 0x80 && Number.isSafeInteger(value)) return value;
    }
    throw this.corrupt('an integer is larger than 2^53 - 1');
  }

  /** Reads `count` integers into `values`, starting at index `from`. */
  uints(values: Float64Array, from: number, count: number): void {
    const { bytes } = this;
    let { offset } = this;
    for (let index = from; index < from + count; index++) {
      // Fast paths: most counters take one byte, most others two. Past the end, `byte` is undefined and both tests fail.
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

  /** Reads one byte. */
  byte(): number {
    const byte = this.bytes[this.offset];
    if (byte === undefined) throw this.corrupt('unexpected end of data');
    this.offset++;
    return byte;
  }

  /**
   * Reads the number of values that follow. Each takes at least a byte, so a number above the remaining bytes is an
   * error: a corrupt file cannot make its reader allocate more memory than the file has.
   */
  count(): number {
    const count = this.uint();
    if (count > this.bytes.length - this.offset) throw this.corrupt('unexpected end of data');
    return count;
  }

  /** Reads UTF-8 text after its number of bytes. */
  text(): string {
    const bytes = this.blob();
    if (!isUtf8(bytes)) throw this.corrupt('a text is not valid UTF-8');
    return bytes.toString();
  }

  /** Reads bytes after their number, as a view. */
  blob(): Buffer {
    return this.take(this.count());
  }

  /** Reads `size` bytes as one character each. */
  ascii(size: number): string {
    return this.take(size).toString('latin1');
  }

  /** Reads a hash of `size` bytes, as hexadecimal digits. */
  hex(size: number): string {
    return this.take(size).toString('hex');
  }

  /** Whether all bytes were read. */
  isAtEnd(): boolean {
    return this.offset >= this.bytes.length;
  }

  /** Checks that all bytes were read. @throws CovermainError `PROFILE_CORRUPT` if any are left */
  end(): void {
    if (this.offset < this.bytes.length) throw this.corrupt('unexpected data after the end');
  }

  /** Returns the error to throw for invalid content. */
  corrupt(reason: string): CovermainError {
    return corruptProfile(this.name, reason);
  }

  private take(size: number): Buffer {
    const bytes = this.bytes.subarray(this.offset, this.offset + size);
    if (bytes.length < size) throw this.corrupt('unexpected end of data');
    this.offset += size;
    return bytes;
  }
}

/** Returns the error for a damaged profile file. */
export function corruptProfile(name: string, reason: string): CovermainError {
  return new CovermainError(
    'PROFILE_CORRUPT',
    `Corrupt profile ${name}: ${reason}. Copy it again or delete it.`,
  );
}
