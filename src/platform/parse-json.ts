/** Parses JSON from files that may be any file of the machine, and from other programs. */

/**
 * Parses JSON.
 *
 * @throws Error without any part of the text. The message of `JSON.parse` quotes it, and the path of the file can be a
 *   link to a file that the readers of the message must not see.
 */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (error) {
    const [, position] = /at position (\d+)/.exec(String(error)) ?? [];
    throw new Error(`invalid or truncated JSON${position === undefined ? '' : ` at position ${position}`}`);
  }
}
