/** Numbers in the base 64 VLQ encoding of source maps. */

const DIGITS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/';

/** Encoded numbers from -512 to 511. */
const ENCODED_NUMBERS = Array.from({ length: 1024 }, (_, index) => encode(index - 512));

/** Returns an encoded number. */
export function encodeVlq(value: number): string {
  return ENCODED_NUMBERS[value + 512] ?? encode(value);
}

function encode(value: number): string {
  let rest = value < 0 ? (-value << 1) | 1 : value << 1;
  let text = '';
  do {
    const digit = rest & 31;
    rest >>>= 5;
    text += DIGITS[rest > 0 ? digit | 32 : digit];
  } while (rest > 0);
  return text;
}

/** Decodes the numbers of one segment. */
export function decodeVlqs(text: string): readonly number[] {
  const values: number[] = [];
  let value = 0;
  let shift = 0;
  for (const character of text) {
    const digit = DIGITS.indexOf(character);
    value |= (digit & 31) << shift;
    shift += 5;
    if (digit & 32) continue;
    values.push(value & 1 ? -(value >>> 1) : value >>> 1);
    value = 0;
    shift = 0;
  }
  return values;
}
