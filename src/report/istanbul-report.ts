/** Draws Istanbul's reports, as `nyc report` draws them. */
import type { CoverageMapData } from 'istanbul-lib-coverage';
import libCoverage from 'istanbul-lib-coverage';
import libReport, { type Watermarks } from 'istanbul-lib-report';
import { passAbortPoint } from '../platform/abort-point.js';
import { CovermainError, messageOf } from '../platform/errors.js';
import type { NycConfig } from '../project/nyc-config.js';
import { withCapturedText } from './istanbul/captured-text.js';
import type { Reporter, ReporterOptions } from './reporter.js';
import { createReporter } from './reporters.js';

export interface IstanbulReportOptions extends ReporterOptions {
  /** Names of reporters. */
  readonly reporters: readonly string[];
  /** Absolute path of the project, in which packages with reporters are looked up. */
  readonly root: string;
  /** Absolute path of the directory that reports are written to. */
  readonly directory: string;
  readonly watermarks: NycConfig['watermarks'];
  /** Returns the text of a file, by its absolute path. Reports show the message of an error that it throws. */
  readonly sourceFinder: (path: string) => string;
  /** Called after each reporter. */
  readonly onDrawn?: () => void;
  /** Receives what Istanbul's reporters would print to stdout. @default they print it */
  readonly onText?: (text: string) => void;
  /** Aborts the work before the next reporter. */
  readonly signal?: AbortSignal;
}

/**
 * Runs each reporter, which writes to the directory or to stdout.
 *
 * @throws CovermainError `REPORTER_UNKNOWN` before anything is written, `REPORTER_FAILED`, `OUTPUT_NOT_WRITABLE`
 */
export async function drawIstanbulReport(
  map: CoverageMapData,
  options: IstanbulReportOptions,
): Promise<void> {
  const { directory: dir, sourceFinder, projectRoot, skipEmpty, skipFull, maxCols } = options;
  const { sessions, sessionCounts, run, changes } = options;
  const shared = { skipEmpty, skipFull, projectRoot, maxCols };
  const reporterOptions = {
    ...shared,
    ...(sessions ? { sessions } : {}),
    ...(sessionCounts ? { sessionCounts } : {}),
    ...(run ? { run } : {}),
    ...(changes ? { changes } : {}),
  };
  const reporters: { readonly name: string; readonly reporter: Reporter }[] = [];
  for (const name of options.reporters)
    reporters.push({ name, reporter: await loadReporter(name, options.root, reporterOptions) });
  const coverageMap = libCoverage.createCoverageMap(map);
  const watermarks = { ...options.watermarks } as Partial<Watermarks>; // Istanbul adds defaults to the object
  const created = libReport.createContext({ dir, sourceFinder, coverageMap, watermarks });
  const context = options.onText ? withCapturedText(created, options.onText) : created;
  for (const { name, reporter } of reporters) {
    await passAbortPoint(options.signal);
    try {
      reporter.execute(context);
    } catch (error) {
      if (error instanceof CovermainError) throw error;
      throw isFileSystemError(error) ? notWritable(dir, error) : reporterFailed(name, error);
    } finally {
      options.onDrawn?.();
    }
  }
}

async function loadReporter(name: string, root: string, options: ReporterOptions): Promise<Reporter> {
  try {
    return await createReporter(name, root, options);
  } catch (error) {
    throw error instanceof CovermainError ? error : reporterFailed(name, error);
  }
}

function reporterFailed(name: string, cause: unknown): CovermainError {
  return new CovermainError(
    'REPORTER_FAILED',
    `The reporter ${JSON.stringify(name)} failed: ${messageOf(cause)}. Correct it, or choose others with --reporter.`,
    { cause },
  );
}

/** The HTML reporter catches errors of the source finder, so a file system error comes from writing the report. */
function isFileSystemError(error: unknown): boolean {
  return typeof (error as NodeJS.ErrnoException | null)?.syscall === 'string';
}

function notWritable(directory: string, cause: unknown): CovermainError {
  return new CovermainError(
    'OUTPUT_NOT_WRITABLE',
    `Cannot write the report to ${directory}: ${messageOf(cause)}. Name another directory with --report-dir.`,
    { cause },
  );
}
