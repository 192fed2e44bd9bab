/** `covermain impact`: the tests that the changes since a Git ref affect. */
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { chooseNewestProfile } from '../collect/inputs/choose-newest-profile.js';
import { logOnce } from '../collect/log-once.js';
import { type ReadInputs, type ReadOptions, readOperands } from '../collect/read-inputs.js';
import { readSessions } from '../collect/session-records.js';
import { findEmptySessions, findOpenSessions, findSessions } from '../collect/sessions.js';
import { sourceHashAt } from '../collect/source-state.js';
import { findBase } from '../git/base.js';
import { openRepository } from '../git/repository.js';
import { createImpact } from '../impact/create-impact.js';
import { createChangeFinder } from '../impact/find-changed-parts.js';
import { createIgnoreFilter, listFileChanges } from '../impact/list-file-changes.js';
import { type RunRecord, selectSessions } from '../impact/select-sessions.js';
import { createSourceDivider } from '../impact/source-regions.js';
import { type ReadingOptions, resolveRoots } from '../operations/reading-options.js';
import { CovermainError, messageOf } from '../platform/errors.js';
import { openProject } from '../project/project.js';
import type { Print } from './print.js';
import { type ImpactFormat, printImpact, requireOneImpactFormat } from './print-impact.js';

export interface ImpactOptions extends ReadingOptions, ImpactFormat {
  /** Git ref. Files are changed if they differ from its merge base with HEAD. */
  readonly base: string;
  /** File with the names of all tests, relative to `cwd`; `-` for stdin. @default only recorded tests are known */
  readonly allTests?: string;
  /** Patterns of files that affect no test if no measured process loaded them, relative to the top of the repository. @default none */
  readonly ignore?: readonly string[];
  /** Prints the result. */
  readonly print: Print;
}

/**
 * Prints the tests to run: those whose sessions executed changed code, those without a record, and all of them if no
 * measured process loaded a changed file. With `--json` it prints an `ImpactDocument`.
 *
 * @returns the exit code
 * @throws CovermainError `GIT_MISSING`, `GIT_NO_REPOSITORY`, `GIT_REF_UNKNOWN`, `GIT_NO_MERGE_BASE`, `GIT_FAILED`,
 *   `INPUT_UNREADABLE`, `SESSION_UNKNOWN` if no test has a record and the names of all tests are unknown, and as `readInputs`
 */
export async function impactCommand(given: ImpactOptions): Promise<number> {
  requireOneImpactFormat(given);
  const allTests = given.allTests === undefined ? undefined : readTestNames(given.allTests, given.cwd);
  const project = await openProject(given.cwd);
  const options = { ...resolveRoots(given, project.root), logLine: logOnce(given.logLine) };
  // Git first: its errors come at once, while profiles may take long to read.
  const repository = await openRepository(options.root, options.environment);
  const base = await findBase(repository, options.base);
  const inputs = options.inputs.length > 0 ? options.inputs : [chooseNewestProfile(options)];
  const operands = await readOperands({ ...options, inputs });
  const root = operands[0]?.root ?? options.root;
  const loaded = new Set(operands.flatMap(({ totals }) => listLoaded(totals)));
  const isLoaded = (path: string) => loaded.has(path);
  const profileDirectories = operands.flatMap(({ directories }) => directories);
  const changes = await listFileChanges({
    repository,
    commit: base.commit,
    root,
    isLoaded,
    profileDirectories,
    reportDirectory: resolve(project.config.selection.root, project.config.reportDirectory),
  });
  const divide = createSourceDivider({ ...project.config.instrument, root });
  const hashes = new Map<string, string | undefined>();
  const findParts = createChangeFinder({
    changes,
    divide,
    currentHashOf(path) {
      if (!hashes.has(path)) hashes.set(path, sourceHashAt(resolve(root, path)));
      return hashes.get(path);
    },
  });
  const runs = inputs.map((input, index) =>
    toRunRecord(operands[index] as ReadInputs, resolve(options.cwd, input), { ...options, root }),
  );
  const sessions = await selectSessions(runs, findParts);
  requireRecord(sessions.size, given);
  const isIgnored = createIgnoreFilter(options.ignore ?? [], repository);
  const impact = createImpact({ changes, sessions, allTests, isLoaded, isIgnored });
  printImpact({ base, ...impact }, { isListed: allTests !== undefined, recorded: sessions.size }, options);
  return 0;
}

/** Returns the paths of loaded files. Profiles also have metas of files that were not loaded, such as the configuration of a test runner. */
function listLoaded({ metas, sums }: ReadInputs['totals']): readonly string[] {
  return [...metas].filter(([hash]) => sums.has(hash)).map(([, { path }]) => path);
}

/** Throws if there is no record and the output cannot express that all tests must run: their names are unknown. */
function requireRecord(recorded: number, { allTests, regex, skipRegex }: ImpactOptions): void {
  if (recorded > 0 || allTests !== undefined || regex || skipRegex) return;
  throw new CovermainError(
    'SESSION_UNKNOWN',
    'Cannot select tests: the profiles contain no sessions, so all tests must run. Record each test with ' +
      '`covermain session start NAME` and `session end NAME`, or list the names of all tests with --all-tests.',
  );
}

function toRunRecord({ totals }: ReadInputs, path: string, options: ReadOptions): RunRecord {
  return {
    totals,
    sessions: readSessions(findSessions([path]), { ...options, metas: new Map(totals.metas) }),
    withoutProfile: findEmptySessions(path),
    open: findOpenSessions(path),
  };
}

/** Reads names, one per line or separated by NUL characters. */
function readTestNames(file: string, cwd: string): readonly string[] {
  try {
    const text = readFileSync(file === '-' ? 0 : resolve(cwd, file), 'utf8');
    return text.split(text.includes('\0') ? '\0' : /\r?\n/).filter((name) => name.trim() !== '');
  } catch (error) {
    throw new CovermainError(
      'INPUT_UNREADABLE',
      `Cannot read the names of all tests from ${file === '-' ? 'stdin' : file}: ${messageOf(error)}. ` +
        'Name a text file with one test per line.',
      { cause: error },
    );
  }
}
