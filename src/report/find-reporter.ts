/** Finds reporters by name, without loading them: a run checks the names before it starts, and most runs need no reporter. */
import { createRequire } from 'node:module';
import { join } from 'node:path';
import type { ReportType } from 'istanbul-reports';
import { CovermainError } from '../platform/errors.js';
import { quoteText } from '../platform/escape-terminal.js';
import { nearestName } from '../platform/nearest-name.js';

/** Names of all reporters of istanbul-reports. */
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

/** Name of covermain's own reporter. */
export const PAGE_REPORTER = 'covermain';

/** Names of all reporters that need no package. */
export const REPORTER_NAMES: readonly string[] = [...REPORTERS, PAGE_REPORTER].sort();

/** Returns a name as one of Istanbul's; `undefined` if it is another. */
export function toIstanbulName(name: string): ReportType | undefined {
  return REPORTERS.find((one) => one === name);
}

/**
 * Returns the absolute path of the module that a name means, if it is not a built-in one.
 *
 * @param name the name of a package, or the path of a file relative to the root
 * @param root absolute path of the project, in which packages are looked up
 * @param origin where the user has written the name, such as `--reporter`. @default unknown
 * @throws CovermainError `REPORTER_UNKNOWN`
 */
export function findReporterModule(name: string, root: string, origin?: string): string {
  const file = resolveFrom(join(root, 'package.json'), name) ?? resolveFrom(import.meta.url, name);
  if (file !== undefined) return file;
  const subject = { name, origin };
  if (/[,\s]/.test(name))
    throw unknownReporter(
      subject,
      'it is not one name. Write each reporter by itself: --reporter html --reporter text, or ["html", "text"] in a file',
    );
  throw unknownReporter(subject, `it is not a built-in one, and ${root} has no such package`);
}

/** Checks names without loading their modules. @throws as `findReporterModule` for the first unknown name */
export function requireReporters(names: readonly string[], root: string, origin: string): void {
  for (const name of names) if (!REPORTER_NAMES.includes(name)) findReporterModule(name, root, origin);
}

/** Returns an error that suggests the reporter that was meant, or lists the known ones. */
export function unknownReporter(
  { name, origin }: { readonly name: string; readonly origin?: string | undefined },
  reason: string,
): CovermainError {
  const suggestion = nearestName(name, REPORTER_NAMES);
  const remedy =
    suggestion === undefined
      ? `Expected one of ${REPORTER_NAMES.join(', ')}, or the name of a package that the project has installed.`
      : `Did you mean ${suggestion}?`;
  const subject = `${quoteText(name)}${origin === undefined ? '' : ` of ${origin}`}`;
  return new CovermainError('REPORTER_UNKNOWN', `Unknown reporter ${subject}: ${reason}. ${remedy}`);
}

function resolveFrom(from: string, name: string): string | undefined {
  try {
    const found = createRequire(from).resolve(name);
    return found === name ? undefined : found; // a built-in module of Node
  } catch {
    return undefined; // not found
  }
}
