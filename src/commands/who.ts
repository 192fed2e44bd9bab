/** `covermain who FILE:LINE`: which sessions ran a line, and how often. */
import { relative, resolve } from 'node:path';
import { describeVersions } from '../collect/describe-versions.js';
import { chooseNewestProfile } from '../collect/inputs/choose-newest-profile.js';
import { logOnce } from '../collect/log-once.js';
import { readInputs } from '../collect/read-inputs.js';
import { findSessions } from '../collect/sessions.js';
import { SOURCE_STATE_TEXT, sourceHashAt, sourceStateOf } from '../collect/source-state.js';
import { toCoverageMap } from '../interchange/coverage-map.js';
import type { HashedFileCoverage } from '../interchange/to-istanbul.js';
import { CovermainError } from '../platform/errors.js';
import { pluralize } from '../platform/plural-forms.js';
import { metaPathOf } from '../profile/model/file-meta.js';
import { type Totals, totalsOfFile } from '../profile/model/totals.js';
import { lineCountAt } from '../report/line-counts.js';
import { resolveRoots } from './reading-options.js';
import { printTable, type TableOptions } from './require-coverage.js';
import { locateSourceFile, parseSourceLine } from './source-line.js';

export interface WhoOptions extends TableOptions {
  /** `FILE:LINE`, the file relative to `cwd` or to the root, the line from 1. */
  readonly line: string;
}

/** How often a session ran the line. */
interface SessionCount {
  readonly name: string;
  readonly count: number;
}

/**
 * A line for each session that ran it, and one for all that was measured, in sessions or not. With `--json` an object:
 * `file` and `line`, `count` of all, `sessions` with a `name` and a `count` each, also those that did not run it.
 *
 * @returns the exit code
 * @throws CovermainError `SETTING_INVALID` for a place that is none, `LINE_NOT_COUNTED`, and as `readInputs`
 */
export async function whoCommand(given: WhoOptions): Promise<number> {
  const { file: named, line } = parseSourceLine(given.line);
  const options = { ...resolveRoots(given), logLine: logOnce(given.logLine) };
  const { cwd, root } = options;
  const inputs = options.inputs.length > 0 ? options.inputs : [chooseNewestProfile(options)];
  const { totals } = await readInputs({ ...options, inputs });
  const path = locateSourceFile(named, totals, [cwd, root]);
  const name = metaPathOf(root, path);
  const all: Measured = { root, name, totals: totalsOfFile(totals, name) };
  const file = requireFile(all, path, options);
  const total = requireCount(file, line, cwd);
  const sessions: SessionCount[] = [];
  for (const [session, folders] of findSessions(inputs.map((input) => resolve(cwd, input)))) {
    const counted = await readInputs({ ...options, inputs: folders });
    sessions.push({ name: session, count: countIn(counted.totals, all, file, line) });
  }
  print(options, { file: name, line, count: total, sessions });
  return 0;
}

/** What was measured of the file. */
interface Measured {
  /** Absolute. */
  readonly root: string;
  /** Relative to the root, as metas have it. */
  readonly name: string;
  readonly totals: Totals;
}

interface Answer {
  /** Relative to the root, with `/` between folders. */
  readonly file: string;
  readonly line: number;
  readonly count: number;
  readonly sessions: readonly SessionCount[];
}

function print(options: WhoOptions, answer: Answer): void {
  const ran = answer.sessions.filter((session) => session.count > 0);
  const rows = ran.map((session) => [session.name, timesOf(session.count)]);
  printTable(options, answer, [...rows, ['(all that was measured)', timesOf(answer.count)]]);
  if (answer.sessions.length === 0)
    options.logLine(
      'there are no sessions: `covermain session start NAME` begins one while the program runs',
    );
  else if (ran.length === 0)
    options.logLine(
      `none of ${pluralize(answer.sessions.length, 'session')} ran ${answer.file}:${answer.line}`,
    );
}

function timesOf(number: number): string {
  return pluralize(number, 'time');
}

function requireFile(
  { totals, root }: Measured,
  path: string,
  { cwd, logLine }: WhoOptions,
): HashedFileCoverage {
  const { map, others } = toCoverageMap(totals, root, sourceHashAt);
  const file = map[path];
  if (!file) {
    throw new CovermainError(
      'LINE_NOT_COUNTED',
      `${relative(cwd, path)} is in no profile: expected a file that was measured; \`covermain files\` lists them`,
    );
  }
  const state = sourceStateOf(file);
  if (state !== 'same')
    logLine(
      `${relative(cwd, path)} ${SOURCE_STATE_TEXT[state]}: its lines are those of the version that was counted last`,
    );
  for (const line of describeVersions(others, root)) logLine(line);
  return file;
}

function requireCount(file: HashedFileCoverage, line: number, cwd: string): number {
  const found = lineCountAt(file, line);
  if (found !== undefined) return found;
  throw new CovermainError(
    'LINE_NOT_COUNTED',
    `${relative(cwd, file.path)}:${line} has no code that is counted: expected a line with a statement on it`,
  );
}

/** A session may have measured another version of the file, of which the lines are others. */
function countIn(session: Totals, all: Measured, file: HashedFileCoverage, line: number): number {
  const metas = new Map([...all.totals.metas, ...totalsOfFile(session, all.name).metas]);
  const { map } = toCoverageMap({ ...session, metas }, all.root, () => file.hash);
  const counted = map[file.path];
  return (counted && lineCountAt(counted, line)) ?? 0;
}
