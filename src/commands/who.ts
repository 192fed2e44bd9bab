/** `covermain who FILE:LINE`: which sessions ran a line, and how often. */
import { relative, resolve } from 'node:path';
import { findNewest } from '../collect/newest.js';
import { type ReadInputs, readInputs } from '../collect/read-coverage.js';
import { findSessions } from '../collect/sessions.js';
import { sourceHashAt, sourceStateOf } from '../collect/source-state.js';
import { CovermainError, SettingError } from '../errors.js';
import { toCoverageMap } from '../profile/coverage-map.js';
import type { HashedFileCoverage } from '../profile/istanbul.js';
import { countAt } from '../profile/line-counts.js';
import type { Totals } from '../profile/totals.js';
import { findRoot } from '../project/find-root.js';
import { printTable, type TableOptions } from './coverage.js';
import { count } from './describe.js';

export interface WhoOptions extends TableOptions {
  /** `FILE:LINE`, the file relative to `cwd`, the line from 1. */
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
 * @throws SettingError for a place that is none; CovermainError `LINE_NOT_COUNTED`, and as `readInputs`
 */
export async function who(options: WhoOptions): Promise<number> {
  const { cwd, environment, say } = options;
  const place = parsePlace(options);
  const inputs = options.inputs.length > 0 ? options.inputs : [findNewest(findRoot(cwd), environment)];
  const all = await readInputs({ ...options, inputs });
  const file = requireFile(all, place.path, cwd);
  const total = requireCount(file, place.line, cwd);
  if (sourceStateOf(file) !== 'same')
    say(
      `${relative(cwd, place.path)} is not as it was measured: the line is that of the version that was counted last`,
    );
  const sessions: SessionCount[] = [];
  for (const [name, folders] of findSessions(inputs.map((input) => resolve(cwd, input)))) {
    const session = await readInputs({ ...options, inputs: folders });
    sessions.push({ name, count: countIn(session.totals, all, file, place.line) });
  }
  print(options, { file: relative(all.root, place.path), line: place.line, count: total, sessions });
  return 0;
}

interface Answer {
  /** Relative to the root. */
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
    options.say('there are no sessions: `covermain session start NAME` begins one while the program runs');
  else if (ran.length === 0)
    options.say(`none of ${count(answer.sessions.length, 'session')} ran ${answer.file}:${answer.line}`);
}

function timesOf(number: number): string {
  return count(number, 'time');
}

interface Place {
  /** Absolute. */
  readonly path: string;
  readonly line: number;
}

function parsePlace({ line: given, cwd }: WhoOptions): Place {
  const [, file, line] = /^(.+):([1-9]\d*)$/.exec(given) ?? [];
  if (file !== undefined) return { path: resolve(cwd, file), line: Number(line) };
  throw new SettingError({
    ...{ name: 'FILE:LINE', given, example: 'src/cart.ts:42' },
    accepted: 'a file and one of its lines',
  });
}

function requireFile({ totals, root }: ReadInputs, path: string, cwd: string): HashedFileCoverage {
  const file = toCoverageMap(totals, root, sourceHashAt).map[path];
  if (file) return file;
  throw new CovermainError(
    'LINE_NOT_COUNTED',
    `${relative(cwd, path)} is in no profile: expected a file that was measured; \`covermain files\` lists them`,
  );
}

function requireCount(file: HashedFileCoverage, line: number, cwd: string): number {
  const found = countAt(file, line);
  if (found !== undefined) return found;
  throw new CovermainError(
    'LINE_NOT_COUNTED',
    `${relative(cwd, file.path)}:${line} has no code that is counted: expected a line with a statement on it`,
  );
}

/** A session may have measured another version of the file, of which the lines are others. */
function countIn(session: Totals, all: ReadInputs, file: HashedFileCoverage, line: number): number {
  const metas = new Map([...all.totals.metas, ...session.metas]);
  const { map } = toCoverageMap({ ...session, metas }, all.root, () => file.hash);
  const counted = map[file.path];
  return (counted && countAt(counted, line)) ?? 0;
}
