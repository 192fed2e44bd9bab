/** A part of the JSON as bytes, which are faster to read than the characters of a string. One scan at a time uses it. */

export const QUOTE = 0x22;
export const BACKSLASH = 0x5c;

/** Number of characters of the JSON that are copied to the window at once. */
export const WINDOW_LENGTH = 2 ** 16;
/** More than the longest type, key and number together take. */
const MARGIN = 512;

const windowBuffer = Buffer.alloc(WINDOW_LENGTH + 2, QUOTE);
/** The bytes of the window: the same memory, so that the scan reads bytes of one kind of array only. It ends with quotes. */
export const windowBytes = new Uint8Array(windowBuffer.buffer, windowBuffer.byteOffset, windowBuffer.length);

/** Where the window is. */
export interface JsonWindow {
  readonly json: string;
  /** Whether characters of the JSON take more than one byte. */
  readonly isWide: boolean;
  /** Offset of the window in the JSON. */
  windowStart: number;
  /** The offset into the window from which on it has to be moved. */
  limit: number;
}

/**
 * Moves the window, which replaces characters of more than one byte by question marks.
 *
 * @param start offset in the JSON
 * @returns the same offset in the window: 0
 */
export function moveWindow(window: JsonWindow, start: number): number {
  const text = window.json.slice(start, start + WINDOW_LENGTH);
  windowBuffer.write(window.isWide ? text.replace(/[^\0-\xff]/g, '?') : text, 'latin1');
  window.windowStart = start;
  window.limit = start + text.length < window.json.length ? WINDOW_LENGTH - MARGIN : WINDOW_LENGTH;
  return 0;
}

/** Moves the window to the end of a string that starts at an offset in the JSON. Returns the offset of its last quote. */
export function skipLongString(window: JsonWindow, start: number): number {
  const { json } = window;
  let end = start + 1;
  for (let letter = json.charCodeAt(end); letter !== QUOTE; letter = json.charCodeAt(end))
    end += letter === BACKSLASH ? 2 : 1;
  return moveWindow(window, end);
}
