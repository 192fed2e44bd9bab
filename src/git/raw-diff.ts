/** Parses the output of `git diff-index --raw --numstat -z`. */

export interface RawChange {
  /** Path relative to the top of the work tree, with `/` as the separator. */
  readonly name: string;
  /** Former name of a renamed file; otherwise `null`. */
  readonly from: string | null;
  readonly status: 'added' | 'modified' | 'renamed' | 'deleted';
  /** Kind of content; of a deleted file, the kind before. */
  readonly content: 'text' | 'binary' | 'link' | 'submodule';
}

/** A field of `--raw`, which is followed by one file name, or two for a renamed file. */
interface RawRecord extends Omit<RawChange, 'content'> {
  readonly oldMode: string;
  readonly newMode: string;
}

/** Matches `:` mode mode hash hash status. */
const RAW = /^:(\d+) (\d+) \S+ \S+ ([A-Z])\d*$/;

/** Matches the numbers of lines and the name, which is empty if two names follow. */
const NUMSTAT = /^(\d+|-)\t(?:\d+|-)\t(.*)$/s;

const STATUSES: Readonly<Record<string, RawChange['status']>> = { A: 'added', D: 'deleted', R: 'renamed' };

const NO_MODE = '000000';
const CONTENTS: Readonly<Record<string, RawChange['content']>> = { 120000: 'link', 160000: 'submodule' };

/** Returns the files that differ, in git's order. */
export function parseRawDiff(output: Buffer): readonly RawChange[] {
  const fields = output.toString().split('\0').values();
  const next = () => fields.next().value ?? '';
  const records: RawRecord[] = [];
  /** Number of added lines by file name; `-` for binary files. */
  const added = new Map<string, string>();
  for (const field of fields) {
    const [, oldMode, newMode = '', status] = RAW.exec(field) ?? [];
    const [, lines, name] = NUMSTAT.exec(field) ?? [];
    if (oldMode !== undefined) records.push({ oldMode, newMode, ...readNames(status, next) });
    else if (lines !== undefined) added.set(name || readSecond(next), lines);
  }
  // Git also lists files whose time alone has changed, but without numbers of lines.
  return records
    .filter(({ name, oldMode, newMode }) => added.has(name) || oldMode !== newMode)
    .map(({ name, from, status, oldMode, newMode }) => {
      const text = added.get(name) === '-' ? 'binary' : 'text';
      const content = CONTENTS[newMode === NO_MODE ? oldMode : newMode] ?? text;
      return { name, from, status, content };
    });
}

function readNames(letter: string | undefined, next: () => string): Omit<RawChange, 'content'> {
  const status = STATUSES[letter ?? ''] ?? 'modified';
  const from = status === 'renamed' ? next() : null;
  return { from, name: next(), status };
}

function readSecond(next: () => string): string {
  next();
  return next();
}
