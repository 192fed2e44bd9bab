/** Patches as `git diff-index --patch --unified=0` writes them, with the prefixes `a/` and `b/`. */
import type { LineRange } from './line-range.js';

const LINE_BREAK = 0x0a;
/** Begins `\ No newline at end of file`, which is a line of neither version. */
const BACKSLASH = 0x5c;

const HUNK = /^@@ -\d+(?:,(\d+))? \+(\d+)(?:,(\d+))? @@/;

/**
 * The lines of each new version that the old one does not have. Files without such lines may be missing.
 *
 * @returns by the name of the new version
 */
export function parsePatch(patch: Buffer): ReadonlyMap<string, readonly LineRange[]> {
  const changed = new Map<string, LineRange[]>();
  let ranges: LineRange[] = [];
  let linesOfHunk = 0;
  for (const line of linesOf(patch)) {
    // What a file says may look like a header, so the lines of a hunk are counted.
    if (linesOfHunk > 0) {
      if (line[0] !== BACKSLASH) linesOfHunk--;
      continue;
    }
    const text = line.toString('latin1');
    const [isHunk, removed = '1', first, added = '1'] = HUNK.exec(text) ?? [];
    if (isHunk !== undefined) {
      linesOfHunk = Number(removed) + Number(added);
      if (Number(added) > 0) ranges.push({ first: Number(first), last: Number(first) + Number(added) - 1 });
    } else if (text.startsWith('+++ ')) {
      ranges = [];
      changed.set(nameOf(text.slice('+++ '.length)), ranges);
    }
  }
  return changed;
}

function* linesOf(text: Buffer): Generator<Buffer> {
  for (let start = 0; start < text.length; ) {
    const end = text.indexOf(LINE_BREAK, start);
    yield text.subarray(start, end === -1 ? text.length : end);
    start = end === -1 ? text.length : end + 1;
  }
}

/** @param text latin1, a character for each byte */
function nameOf(text: string): string {
  // Git puts a tab behind a name with a space, so that `patch` does not take the rest for a time.
  const name = text.replace(/\t$/, '');
  const [, quoted] = /^"(.*)"$/.exec(name) ?? [];
  const bytes = quoted === undefined ? name : unquote(quoted);
  return Buffer.from(bytes, 'latin1').toString().replace(/^b\//, '');
}

/** As C writes them. */
const ESCAPES: Readonly<Record<string, string>> = {
  a: '\x07',
  b: '\b',
  t: '\t',
  n: '\n',
  v: '\v',
  f: '\f',
  r: '\r',
};

function unquote(text: string): string {
  return text.replace(/\\([0-7]{3}|.)/g, (_, escaped: string) =>
    escaped.length === 3 ? String.fromCharCode(Number.parseInt(escaped, 8)) : (ESCAPES[escaped] ?? escaped),
  );
}
