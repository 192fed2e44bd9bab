/** Parses patches that `git diff-index --patch --unified=0` writes, with the prefixes `a/` and `b/`. */
import type { LineRange } from '../view/line-ranges.js';

const LINE_BREAK = 0x0a;
/** First byte of `\ No newline at end of file`, which is a line of neither version. */
const BACKSLASH = 0x5c;

const HUNK = /^@@ -\d+(?:,(\d+))? \+(\d+)(?:,(\d+))? @@/;

/**
 * Returns the added and changed lines of each file, by its new name. Files without such lines may be missing.
 */
export function parsePatch(patch: Buffer): ReadonlyMap<string, readonly LineRange[]> {
  const changed = new Map<string, LineRange[]>();
  let ranges: LineRange[] = [];
  let hunkLines = 0;
  for (const line of splitLines(patch)) {
    // Lines of a file may look like headers, so the lines of each hunk are counted and skipped.
    if (hunkLines > 0) {
      if (line[0] !== BACKSLASH) hunkLines--;
      continue;
    }
    const text = line.toString('latin1');
    const [isHunk, removed = '1', first, added = '1'] = HUNK.exec(text) ?? [];
    if (isHunk !== undefined) {
      hunkLines = Number(removed) + Number(added);
      if (Number(added) > 0) ranges.push({ first: Number(first), last: Number(first) + Number(added) - 1 });
    } else if (text.startsWith('+++ ')) {
      ranges = [];
      changed.set(parseName(text.slice('+++ '.length)), ranges);
    }
  }
  return changed;
}

function* splitLines(text: Buffer): Generator<Buffer> {
  for (let start = 0; start < text.length; ) {
    const end = text.indexOf(LINE_BREAK, start);
    yield text.subarray(start, end === -1 ? text.length : end);
    start = end === -1 ? text.length : end + 1;
  }
}

/** Returns the name in a `+++` line. @param text latin1, one character per byte */
function parseName(text: string): string {
  // Git writes a tab after a name with a space, so that `patch` does not parse the rest as a time.
  const name = text.replace(/\t$/, '');
  const [, quoted] = /^"(.*)"$/.exec(name) ?? [];
  const bytes = quoted === undefined ? name : unquote(quoted);
  return Buffer.from(bytes, 'latin1').toString().replace(/^b\//, '');
}

/** Escape sequences of C. */
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
