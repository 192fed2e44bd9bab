/** Istanbul's reports, as `nyc report` draws them. */
import type { CoverageMapData } from 'istanbul-lib-coverage';
import libCoverage from 'istanbul-lib-coverage';
import libReport, { type Watermarks } from 'istanbul-lib-report';
import { CovermainError, messageOf } from '../platform/errors.js';
import type { NycConfig } from '../project/nyc-config.js';
import { createReporter, type ReporterOptions } from './reporters.js';

export interface IstanbulReportOptions extends ReporterOptions {
  /** By name. */
  readonly reporters: readonly string[];
  /** Absolute path of the project that reporters of other packages are looked up in. */
  readonly root: string;
  /** Absolute path of the folder that reports are written to. */
  readonly directory: string;
  readonly watermarks: NycConfig['watermarks'];
  /** The text of a file, by its absolute path; what it throws is shown in place of the text. */
  readonly sourceFinder: (path: string) => string;
  /** Called as each report is drawn, before the next. */
  readonly onDrawn?: () => void;
}

/**
 * Writes each report to the folder, or to stdout, as its reporter has it.
 *
 * @throws CovermainError `REPORTER_UNKNOWN` before anything is written, `OUTPUT_NOT_WRITABLE`
 */
export async function drawIstanbulReport(
  map: CoverageMapData,
  options: IstanbulReportOptions,
): Promise<void> {
  const { directory: dir, sourceFinder, projectRoot, skipEmpty, skipFull, maxCols } = options;
  const reporterOptions = { skipEmpty, skipFull, projectRoot, maxCols };
  const reporters = [];
  for (const name of options.reporters)
    reporters.push(await createReporter(name, options.root, reporterOptions));
  const coverageMap = libCoverage.createCoverageMap(map);
  const watermarks = { ...options.watermarks } as Partial<Watermarks>; // Istanbul adds to them
  const context = libReport.createContext({ dir, sourceFinder, coverageMap, watermarks });
  for (const reporter of reporters) {
    try {
      reporter.execute(context);
    } catch (error) {
      throw isOfFiles(error) ? notWritable(dir, error) : error;
    } finally {
      options.onDrawn?.();
    }
  }
}

/** Sources are read behind the HTML reporter's own `catch`, so what fails with a path is a report. */
function isOfFiles(error: unknown): boolean {
  return typeof (error as NodeJS.ErrnoException | null)?.syscall === 'string';
}

function notWritable(directory: string, cause: unknown): CovermainError {
  return new CovermainError(
    'OUTPUT_NOT_WRITABLE',
    `the report cannot be written to ${directory}: ${messageOf(cause)}; name another folder by --report-dir`,
    { cause },
  );
}
