/** Writes the pieces that profile files are made of into bytes that grow as needed. */

/** 2^53 - 1 in groups of 7 bits. */
const MAX_UINT_BYTES = 8;

export class ByteWriter {
  /** Holds most metas, and is small enough for Node to cut it from its pool. */
  private bytes = Buffer.allocUnsafe(1024);
  private length = 0;

  /**
   * An unsigned LEB128: 7 bits a byte, lowest first, the highest bit set on all bytes but the last.
   *
   * @throws RangeError for what is not an integer from 0 to 2^53 - 1
   */
  uint(value: number): void {
    this.reserve(MAX_UINT_BYTES);
    if (isSmall(value)) this.bytes[this.length++] = value;
    else this.largeUint(value);
  }

  /** One after another, as `uint` writes each. */
  uints(values: ArrayLike<number>): void {
    // For most a byte each is enough.
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

  /** UTF-8 behind its number of bytes. */
  text(text: string): void {
    const size = Buffer.byteLength(text);
    this.uint(size);
    this.reserve(size);
    this.length += this.bytes.write(text, this.length);
  }

  /** Bytes behind their number. */
  blob(blob: Uint8Array): void {
    this.uint(blob.length);
    this.reserve(blob.length);
    this.bytes.set(blob, this.length);
    this.length += blob.length;
  }

  /** One byte for each character. */
  ascii(text: string): void {
    this.reserve(text.length);
    this.length += this.bytes.write(text, this.length, 'latin1');
  }

  /**
   * The bytes of a hash, two lower-case hexadecimal digits each.
   *
   * @throws RangeError for what is not `size` bytes in such digits
   */
  hex(digits: string, size: number): void {
    if (digits.length !== 2 * size || !/^[0-9a-f]*$/.test(digits))
      throw new RangeError(`a profile holds a hash of ${size} bytes here, not ${JSON.stringify(digits)}`);
    this.reserve(size);
    this.length += this.bytes.write(digits, this.length, 'hex');
  }

  /** All that was written: a view, which later writing may change. */
  written(): Buffer {
    return this.bytes.subarray(0, this.length);
  }

  private largeUint(value: number): void {
    if (!(Number.isSafeInteger(value) && value >= 0))
      throw new RangeError(`a profile holds integers from 0 to 2^53 - 1, not ${value}`);
    // By division: the operators on bits would cut the value to 32 of them.
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

/** Whether a value is an integer of one byte, as most are: so told by the least work, before any of this is compiled. */
function isSmall(value: number): boolean {
  return (value & 0x7f) === value;
}
