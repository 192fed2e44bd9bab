/** Creates reporters by name: Istanbul's, and those of packages and files of the project, which get true names. */
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { ReportType } from 'istanbul-reports';
import { CovermainError } from '../platform/errors.js';
import { ISTANBUL_REPORTERS } from './istanbul/istanbul-reporters.js';
import type { Reporter, ReporterOptions } from './reporter.js';

/** Names of all reporters of istanbul-reports. */
export const REPORTERS = Object.keys(ISTANBUL_REPORTERS) as readonly ReportType[];

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
 * @param name one of Istanbul's names, the name of a package, or the path of a file relative to the root
 * @param root absolute path of the project, in which packages are looked up
 * @throws CovermainError `REPORTER_UNKNOWN`; any error that a package throws while it is loaded
 */
export async function createReporter(
  name: string,
  root: string,
  options: ReporterOptions,
): Promise<Reporter> {
  const istanbulName = REPORTERS.find((one) => one === name);
  if (istanbulName) return ISTANBUL_REPORTERS[istanbulName](options);
  const file = resolveFrom(join(root, 'package.json'), name) ?? resolveFrom(import.meta.url, name);
  if (file === undefined && /[,\s]/.test(name))
    throw unknown(
      name,
      'it is not one name. Repeat the option for each reporter: --reporter html --reporter text',
    );
  if (file === undefined) throw unknown(name, `it is not one of Istanbul's, and ${root} has no such package`);
  const Found: unknown = exportOf(await import(pathToFileURL(file).href));
  if (typeof Found !== 'function') throw unknown(name, `${file} exports no class`);
  const reporter = new (Found as new (options: ReporterOptions) => Partial<Reporter>)(options);
  if (typeof reporter.execute !== 'function')
    throw unknown(name, `the class that ${file} exports has no method execute`);
  return reporter as Reporter;
}

function resolveFrom(from: string, name: string): string | undefined {
  try {
    const found = createRequire(from).resolve(name);
    return found === name ? undefined : found; // a built-in module of Node
  } catch {
    return undefined; // not found
  }
}

/** Returns the default export. CommonJS that was compiled from an ES module has it one level deeper. */
function exportOf(module: { readonly default?: unknown }): unknown {
  const { default: exported } = module;
  const inner = (exported as { readonly default?: unknown } | null | undefined)?.default;
  return typeof exported === 'function' ? exported : (inner ?? exported);
}

function unknown(name: string, reason: string): CovermainError {
  return new CovermainError(
    'REPORTER_UNKNOWN',
    `Unknown reporter ${JSON.stringify(name)}: ${reason}. Expected one of ${REPORTERS.join(', ')}, ` +
      'or the name of a package that the project has installed.',
  );
}
