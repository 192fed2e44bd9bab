/** Creates reporters by name: covermain's own, Istanbul's, and those of packages and files of the project, which get true names. */
import { pathToFileURL } from 'node:url';
import type { ReportType } from 'istanbul-reports';
import modules from '../platform/import-module.cjs';
import { findReporterModule, PAGE_REPORTER, toIstanbulName, unknownReporter } from './find-reporter.js';
import { ISTANBUL_REPORTERS } from './istanbul/istanbul-reporters.js';
import { createPageReporter } from './page/page-reporter.js';
import type { Reporter, ReporterOptions } from './reporter.js';

/** Istanbul's reporters that print to stdout; the others write files. */
const STDOUT_REPORTERS: ReadonlySet<string> = new Set<ReportType>([
  'teamcity',
  'text',
  'text-lcov',
  'text-summary',
]);

/** Returns whether a reporter prints to stdout. Reporters of other packages count as writing files. */
export function printsToStdout(name: string): boolean {
  return STDOUT_REPORTERS.has(name);
}

/** Istanbul's reporter that does nothing. */
const NO_REPORT: ReportType = 'none';

/** Returns a directory with the reporters that write files there; `undefined` if there are none. */
export function describeWrittenReports(directory: string, reporters: readonly string[]): string | undefined {
  const writing = reporters.filter((name) => name !== NO_REPORT && !printsToStdout(name));
  return writing.length === 0 ? undefined : `${directory} (${writing.join(', ')})`;
}

/**
 * Creates a reporter.
 *
 * @param name `covermain`, one of Istanbul's names, the name of a package, or the path of a file relative to the root
 * @param root absolute path of the project, in which packages are looked up
 * @throws CovermainError `REPORTER_UNKNOWN`; any error that a package throws while it is loaded
 */
export async function createReporter(
  name: string,
  root: string,
  options: ReporterOptions,
): Promise<Reporter> {
  if (name === PAGE_REPORTER) return createPageReporter(options);
  const istanbulName = toIstanbulName(name);
  if (istanbulName) return ISTANBUL_REPORTERS[istanbulName](options);
  const file = findReporterModule(name, root);
  const Found: unknown = exportOf(await modules.importModule(pathToFileURL(file).href));
  if (typeof Found !== 'function') throw unknownReporter({ name }, `${file} exports no class`);
  const reporter = new (Found as new (options: ReporterOptions) => Partial<Reporter>)(options);
  if (typeof reporter.execute !== 'function')
    throw unknownReporter({ name }, `the class that ${file} exports has no method execute`);
  return reporter as Reporter;
}

/** Returns the default export. CommonJS that was compiled from an ES module has it one level deeper. */
function exportOf(module: unknown): unknown {
  const { default: exported } = module as { readonly default?: unknown };
  const inner = (exported as { readonly default?: unknown } | null | undefined)?.default;
  return typeof exported === 'function' ? exported : (inner ?? exported);
}
