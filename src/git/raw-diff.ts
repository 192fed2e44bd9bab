/** What `git diff-index --raw --numstat -z` tells of each file that differs. */

export interface RawChange {
  /** With `/` between folders, relative to the top of the work tree. */
  readonly name: string;
  /** What a renamed file was called. */
  readonly from: string | null;
  readonly status: 'added' | 'modified' | 'renamed' | 'deleted';
  /** Of a deleted file what it was. */
  readonly content: 'text' | 'binary' | 'link' | 'submodule';
}

/** A field, behind which stand the name of a file, or two. */
interface RawRecord extends Omit<RawChange, 'content'> {
  readonly oldMode: string;
  readonly newMode: string;
}

/** `:` mode mode hash hash status. */
const RAW = /^:(\d+) (\d+) \S+ \S+ ([A-Z])\d*$/;

/** The numbers of lines, and the name; it is empty where two names follow. */
const NUMSTAT = /^(\d+|-)\t(?:\d+|-)\t(.*)$/s;

const STATUSES: Readonly<Record<string, RawChange['status']>> = { A: 'added', D: 'deleted', R: 'renamed' };

const NO_MODE = '000000';
const CONTENTS: Readonly<Record<string, RawChange['content']>> = { 120000: 'link', 160000: 'submodule' };

export function parseRawDiff(output: Buffer): readonly RawChange[] {
  const fields = output.toString().split('\0').values();
  const next = () => fields.next().value ?? '';
  const records: RawRecord[] = [];
  /** Lines that were added, by name: a number, or `-` for binary files. */
  const added = new Map<string, string>();
  for (const field of fields) {
    const [, oldMode, newMode = '', status] = RAW.exec(field) ?? [];
    const [, lines, name] = NUMSTAT.exec(field) ?? [];
    if (oldMode !== undefined) records.push({ oldMode, newMode, ...namesOf(status, next) });
    else if (lines !== undefined) added.set(name || secondOf(next), lines);
  }
  // Git names files that were only touched, too, but has no lines of them.
  return records
    .filter(({ name, oldMode, newMode }) => added.has(name) || oldMode !== newMode)
    .map(({ name, from, status, oldMode, newMode }) => {
      const text = added.get(name) === '-' ? 'binary' : 'text';
      const content = CONTENTS[newMode === NO_MODE ? oldMode : newMode] ?? text;
      return { name, from, status, content };
    });
}

function namesOf(letter: string | undefined, next: () => string): Omit<RawChange, 'content'> {
  const status = STATUSES[letter ?? ''] ?? 'modified';
  const from = status === 'renamed' ? next() : null;
  return { from, name: next(), status };
}

function secondOf(next: () => string): string {
  next();
  return next();
}
