/** `covermain who FILE:LINE`: the sessions that executed a line, and how often. */
import { relative, resolve } from 'node:path';
import { describeVersions } from '../collect/describe-versions.js';
import { inputsOrNewest } from '../collect/inputs/inputs-or-newest.js';
import { logOnce } from '../collect/log-once.js';
import type { TrustedRoots } from '../collect/packages/trusted-roots.js';
import { readInputs } from '../collect/read-inputs.js';
import { readSessions } from '../collect/session-records.js';
import { findSessions } from '../collect/sessions.js';
import { SOURCE_STATE_TEXT, sourceHashAt, sourceStateOf } from '../collect/source-state.js';
import { toCoverageMap } from '../interchange/coverage-map.js';
import type { HashedFileCoverage } from '../interchange/to-istanbul.js';
import { resolveRoots } from '../operations/reading-options.js';
import { CovermainError } from '../platform/errors.js';
import { pluralize } from '../platform/plural-forms.js';
import { metaPathOf } from '../profile/model/file-meta.js';
import { type Totals, totalsOfFile } from '../profile/model/totals.js';
import { lineCountAt } from '../report/figures/line-counts.js';
import type { SessionCount } from '../report/session-count.js';
import { coverageInSession } from '../report/session-lines.js';
import type { WhoDocument } from './documents.js';
import { locateSourceFile, parseSourceLine } from './source-line.js';
import { printTable, type TableOptions } from './tables.js';

export interface WhoOptions extends TableOptions {
  /** `FILE:LINE`, with the file relative to `cwd` or to the root, and the line from 1. */
  readonly line: string;
}

/**
 * Prints a row for each session that executed the line, and one for all executions, inside and outside of sessions.
 * With `--json` it prints a `WhoDocument`.
 *
 * @returns the exit code
 * @throws CovermainError `SETTING_INVALID` for an invalid line, `LINE_NOT_COUNTED`, and as `readInputs`
 */
export async function whoCommand(given: WhoOptions): Promise<number> {
  const { file: givenFile, line } = parseSourceLine(given.line);
  const reading = { ...resolveRoots(given), logLine: logOnce(given.logLine) };
  const { cwd } = reading;
  const inputs = await inputsOrNewest(reading);
  const { totals, root, trustedRoots } = await readInputs({ ...reading, inputs });
  const options = { ...reading, root };
  const path = locateSourceFile(givenFile, totals, { cwd, root });
  const metaPath = metaPathOf(root, path);
  const measured: MeasuredFile = { root, trustedRoots, metaPath, totals: totalsOfFile(totals, metaPath) };
  const file = requireFile(measured, path, options);
  const count = requireCount(file, line, cwd);
  const sessions: SessionCount[] = [];
  const found = findSessions(inputs.map((input) => resolve(cwd, input)));
  for await (const session of readSessions(found, { ...options, metas: new Map(totals.metas) })) {
    const counted = coverageInSession(session.totals, measured, file);
    sessions.push({ name: session.name, count: (counted && lineCountAt(counted, line)) ?? 0 });
  }
  printSessions(options, { file: metaPath, line, count, sessions });
  return 0;
}

/** Coverage of the file in all inputs together. */
interface MeasuredFile {
  /** Absolute path of the root. */
  readonly root: string;
  readonly trustedRoots: TrustedRoots;
  /** Relative to the root, as metas have it. */
  readonly metaPath: string;
  readonly totals: Totals;
}

function printSessions(options: WhoOptions, document: WhoDocument): void {
  const { file, line, count, sessions } = document;
  const executing = sessions.filter((session) => session.count > 0);
  const rows = executing.map((session) => [session.name, formatTimes(session.count)]);
  printTable(options, document, [...rows, ['(total)', formatTimes(count)]]);
  if (sessions.length === 0)
    options.logLine(
      'The profiles contain no sessions. Start one with `covermain session start NAME` while the program runs.',
    );
  else if (executing.length === 0)
    options.logLine(`None of ${pluralize(sessions.length, 'session')} executed ${file}:${line}.`);
}

function formatTimes(count: number): string {
  return pluralize(count, 'time');
}

function requireFile(
  { totals, root, trustedRoots }: MeasuredFile,
  path: string,
  { cwd, logLine }: WhoOptions,
): HashedFileCoverage {
  const { map, others } = toCoverageMap(totals, root, sourceHashAt);
  const file = map[path];
  const shownPath = relative(cwd, path);
  if (!file) {
    throw new CovermainError(
      'LINE_NOT_COUNTED',
      `No coverage of ${shownPath}: the file is in no profile. \`covermain files\` lists the measured files.`,
    );
  }
  const state = sourceStateOf(file, trustedRoots);
  if (state === 'changed' || state === 'missing')
    logLine(
      `${shownPath} ${SOURCE_STATE_TEXT[state]}. Line numbers refer to the version that was measured last.`,
    );
  for (const line of describeVersions(others, root)) logLine(line);
  return file;
}

function requireCount(file: HashedFileCoverage, line: number, cwd: string): number {
  const count = lineCountAt(file, line);
  if (count !== undefined) return count;
  throw new CovermainError(
    'LINE_NOT_COUNTED',
    `No coverage of ${relative(cwd, file.path)}:${line}: the line has no counted code. ` +
      'Choose a line with a statement.',
  );
}
