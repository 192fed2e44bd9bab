/** Prints the tests to run for people and for test runners. */
import type { ChangedFileImpact } from '../impact/impact-document.js';
import { toSkipPattern, toTestPattern } from '../impact/test-pattern.js';
import { CovermainError } from '../platform/errors.js';
import { listSome, pluralize } from '../platform/plural-forms.js';
import type { ImpactDocument } from './documents.js';
import { type Print, printJson, printLines } from './print.js';

/** Formats of the result, of which at most one may be set. @default one name per line */
export interface ImpactFormat {
  /** Whether to print one JSON document. */
  readonly json?: boolean;
  /** Whether to print a regular expression that matches the names of the tests to run. */
  readonly regex?: boolean;
  /** Whether to print a regular expression that matches the names of the tests to skip. */
  readonly skipRegex?: boolean;
}

/** What is known about tests. */
export interface KnownTests {
  /** Whether the names of all tests are known. */
  readonly isListed: boolean;
  /** Number of tests with a session. */
  readonly recorded: number;
}

interface PrintOptions extends ImpactFormat {
  readonly print: Print;
  readonly logLine: (line: string) => void;
}

/** Throws unless at most one format is given. @throws CovermainError `SETTING_INVALID` */
export function requireOneImpactFormat({ json, regex, skipRegex }: ImpactFormat): void {
  const given = [json && '--json', regex && '--regex', skipRegex && '--skip-regex'].filter(Boolean);
  if (given.length > 1)
    throw new CovermainError(
      'SETTING_INVALID',
      `Invalid options ${given.join(' and ')}: expected only one of them. Use one of them.`,
    );
}

/** Prints the result, and logs why it contains more or fewer tests than a reader may expect. */
export function printImpact(document: ImpactDocument, known: KnownTests, options: PrintOptions): void {
  const { print, logLine, json, regex, skipRegex } = options;
  if (json) printJson(print, document);
  else if (regex) print(toTestPattern(document));
  else if (skipRegex) print(toSkipPattern(document));
  else
    printLines(
      print,
      document.tests.map(({ name }) => name),
    );
  for (const line of [...describeFiles(document), ...describeTests(document, known)]) logLine(line);
}

function describeFiles({ files, base, tests }: ImpactDocument): readonly string[] {
  const pathsOf = (wanted: ChangedFileImpact['effect']) =>
    files.filter(({ effect }) => effect === wanted).map(({ path }) => path);
  const notes: readonly [
    paths: readonly string[],
    noun: string,
    describe: (files: string, paths: string) => string,
  ][] = [
    [
      pathsOf('all'),
      'changed file',
      (counted, paths) =>
        `All tests are selected, because no measured process loaded ${counted}: ${paths}. Name files that affect no test with --ignore.`,
    ],
    [
      pathsOf('none'),
      'changed file',
      (counted, paths) => `No test executed changed code of ${counted}: ${paths}`,
    ],
    [
      pathsOf('ignored'),
      'changed file',
      (counted, paths) => `Ignored ${counted} that no measured process loaded: ${paths}`,
    ],
    [
      findOtherVersions(tests),
      'file',
      (counted, paths) =>
        `The tests that loaded ${counted} are selected, because the profiles measured neither the version of ${base.ref} ` +
        `nor the current one: ${paths}. Measure again.`,
    ],
  ];
  return notes
    .filter(([paths]) => paths.length > 0)
    .map(([paths, noun, describe]) => describe(pluralize(paths.length, noun), listSome(paths)));
}

function findOtherVersions(tests: ImpactDocument['tests']): readonly string[] {
  const reasons = tests.flatMap((test) => test.reasons);
  return [
    ...new Set(reasons.flatMap((reason) => (reason.code === 'other-version' ? [reason.path] : []))),
  ].sort();
}

function describeTests(
  { isAll, tests, unaffected, base }: ImpactDocument,
  { isListed, recorded }: KnownTests,
): readonly string[] {
  const all = pluralize(tests.length + unaffected.length, isListed ? 'test' : 'recorded test');
  return [
    ...(recorded === 0
      ? [
          'All tests are selected, because the profiles contain no sessions. Record each test with `covermain session start NAME` and `session end NAME`.',
        ]
      : []),
    ...(!isListed && isAll
      ? ['Tests without a record are unknown. Run all tests, or list their names with --all-tests.']
      : []),
    `${tests.length} of ${all} selected since ${base.ref}`,
  ];
}
