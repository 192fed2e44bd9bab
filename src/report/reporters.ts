/** Reporters by name: Istanbul's, and whatever the project has. */
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Context } from 'istanbul-lib-report';
import istanbulReports, { type ReportType } from 'istanbul-reports';
import { CovermainError } from '../platform/errors.js';

/** Draws one kind of report. */
export interface Reporter {
  execute(context: Context): void;
}

/** What nyc tells every reporter. */
export interface ReporterOptions {
  readonly skipEmpty: boolean;
  readonly skipFull: boolean;
  /** Absolute path that paths in reports are relative to. */
  readonly projectRoot: string;
  /** How wide a table may be. */
  readonly maxCols: number;
}

/** All of istanbul-reports. */
export const REPORTERS: readonly ReportType[] = [
  'clover',
  'cobertura',
  'html',
  'html-spa',
  'json',
  'json-summary',
  'lcov',
  'lcovonly',
  'none',
  'teamcity',
  'text',
  'text-lcov',
  'text-summary',
];

/**
 * @param name one of Istanbul's, else that of a package, or of a file with its path from the root
 * @param root absolute path of the project that packages are looked up in
 * @throws CovermainError `REPORTER_UNKNOWN`; whatever a package throws as it is loaded
 */
export async function createReporter(
  name: string,
  root: string,
  options: ReporterOptions,
): Promise<Reporter> {
  const own = REPORTERS.find((one) => one === name);
  if (own) return istanbulReports.create(own, options);
  const file = resolveFrom(join(root, 'package.json'), name) ?? resolveFrom(import.meta.url, name);
  if (file === undefined) throw unknown(name, `is none of Istanbul's, and no package that ${root} has`);
  const Found: unknown = exportOf(await import(pathToFileURL(file).href));
  if (typeof Found !== 'function') throw unknown(name, `exports no class from ${file}`);
  const reporter = new (Found as new (options: ReporterOptions) => Partial<Reporter>)(options);
  if (typeof reporter.execute !== 'function')
    throw unknown(name, `is no reporter, since what ${file} exports has no method execute`);
  return reporter as Reporter;
}

function resolveFrom(from: string, name: string): string | undefined {
  try {
    const found = createRequire(from).resolve(name);
    return found === name ? undefined : found; // a module of Node's own
  } catch {
    return undefined; // it is not there
  }
}

/** Of CommonJS its exports, which may have been an ES module's before they were compiled. */
function exportOf(module: { readonly default?: unknown }): unknown {
  const { default: exported } = module;
  const inner = (exported as { readonly default?: unknown } | null | undefined)?.default;
  return typeof exported === 'function' ? exported : (inner ?? exported);
}

function unknown(name: string, why: string): CovermainError {
  return new CovermainError(
    'REPORTER_UNKNOWN',
    `the reporter ${JSON.stringify(name)} ${why}: expected one of ${REPORTERS.join(', ')}, ` +
      'or the name of a package that the project has installed',
  );
}
