/** Splits text that arrives in chunks into lines. */

export interface LineSplitter {
  /** Returns the lines that a chunk completes, without their line feeds. */
  readonly split: (chunk: string) => readonly string[];
  /** Returns the number of UTF-16 units of the incomplete last line. */
  readonly restLength: () => number;
}

export function createLineSplitter(): LineSplitter {
  // Parts of the incomplete line. Joining them for each chunk would take quadratic time for a long line.
  let parts: string[] = [];
  let length = 0;
  return {
    split(chunk) {
      const pieces = chunk.split('\n');
      const rest = pieces.pop() ?? '';
      const [first, ...others] = pieces;
      if (first === undefined) {
        parts.push(rest);
        length += rest.length;
        return [];
      }
      const lines = [[...parts, first].join(''), ...others];
      parts = [rest];
      length = rest.length;
      return lines;
    },
    restLength: () => length,
  };
}
