/** Writes the values that profile files consist of into a growing buffer. */

/** Number of bytes of 2^53 - 1, in groups of 7 bits. */
const MAX_UINT_BYTES = 8;

export class ByteWriter {
  /** The first size holds most metas and is small enough for Node to allocate it from its buffer pool. */
  private bytes = Buffer.allocUnsafe(1024);
  private length = 0;

  /**
   * Writes an unsigned LEB128: 7 bits per byte, lowest first, the highest bit set on all bytes except the last.
   *
   * @throws RangeError for a value that is not an integer from 0 to 2^53 - 1
   */
  uint(value: number): void {
    this.reserve(MAX_UINT_BYTES);
    if (isSmall(value)) this.bytes[this.length++] = value;
    else this.largeUint(value);
  }

  /** Writes each value as `uint` does. */
  uints(values: ArrayLike<number>): void {
    // Most values take one byte.
    this.reserve(values.length);
    for (let index = 0; index < values.length; index++) {
      const value = values[index] ?? Number.NaN;
      if (isSmall(value)) this.bytes[this.length++] = value;
      else {
        this.reserve(MAX_UINT_BYTES + values.length - index);
        this.largeUint(value);
      }
    }
  }

  /** Writes the number of UTF-8 bytes, then the bytes. */
  text(text: string): void {
    const size = Buffer.byteLength(text);
    this.uint(size);
    this.reserve(size);
    this.length += this.bytes.write(text, this.length);
  }

  /** Writes the number of bytes, then the bytes. */
  blob(blob: Uint8Array): void {
    this.uint(blob.length);
    this.reserve(blob.length);
    this.bytes.set(blob, this.length);
    this.length += blob.length;
  }

  /** Writes one byte per character. */
  ascii(text: string): void {
    this.reserve(text.length);
    this.length += this.bytes.write(text, this.length, 'latin1');
  }

  /**
   * Writes the bytes of a hash.
   *
   * @param digits two lower-case hexadecimal digits per byte
   * @throws RangeError for digits that are not `size` bytes
   */
  hex(digits: string, size: number): void {
    if (digits.length !== 2 * size || !/^[0-9a-f]*$/.test(digits))
      throw new RangeError(
        `Invalid hash ${JSON.stringify(digits)}: expected ${2 * size} lower-case hexadecimal digits.`,
      );
    this.reserve(size);
    this.length += this.bytes.write(digits, this.length, 'hex');
  }

  /** Returns everything written so far, as a view that later writes may change. */
  written(): Buffer {
    return this.bytes.subarray(0, this.length);
  }

  private largeUint(value: number): void {
    if (!(Number.isSafeInteger(value) && value >= 0))
      throw new RangeError(`Invalid profile integer ${value}: expected an integer from 0 to 2^53 - 1.`);
    // Bitwise operators would truncate the value to 32 bits, so this divides.
    let rest = value;
    while (rest >= 0x80) {
      this.bytes[this.length++] = (rest % 0x80) + 0x80;
      rest = Math.floor(rest / 0x80);
    }
    this.bytes[this.length++] = rest;
  }

  private reserve(size: number): void {
    if (this.length + size <= this.bytes.length) return;
    const larger = Buffer.allocUnsafe(2 * (this.length + size));
    this.bytes.copy(larger, 0, 0, this.length);
    this.bytes = larger;
  }
}

/**
 * Whether a value is an integer that takes one byte, as most are. One operation, because this code often runs
 * uncompiled.
 */
function isSmall(value: number): boolean {
  return (value & 0x7f) === value;
}
