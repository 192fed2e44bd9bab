/**
 * Istanbul's reporters, made safe for names and texts of any origin. Istanbul writes most names as they are. Each reporter
 * gets a view of the coverage, or a writer, that escapes for its format, so its output is Istanbul's for ordinary names.
 */
import istanbulReports, { type ReportType } from 'istanbul-reports';
import { escapeLine } from '../../platform/escape-markup.js';
import { disarmCommands, escapeTerminal } from '../../platform/escape-terminal.js';
import type { Reporter, ReporterOptions } from '../reporter.js';
import { type EscapeName, withEscapedNames } from './escaped-names.js';
import { withEscapedXml } from './escaped-xml.js';
import { createHtmlReporter, createHtmlSpaReporter } from './html-reporter.js';

type CreateReporter = (options: ReporterOptions) => Reporter;

/** Functions that create the reporters of istanbul-reports, by their names. */
export const ISTANBUL_REPORTERS: Readonly<Record<ReportType, CreateReporter>> = {
  clover: createXmlReporter('clover', []),
  cobertura: createXmlReporter('cobertura', ['name']),
  html: createHtmlReporter,
  'html-spa': createHtmlSpaReporter,
  json: createUnchanged('json'), // JSON.stringify escapes
  'json-summary': createUnchanged('json-summary'),
  lcov: createLcovReporter,
  lcovonly: createLineReporter('lcovonly', escapeLine),
  none: createUnchanged('none'),
  teamcity: createUnchanged('teamcity'), // has no names
  text: createLineReporter('text', escapePrintedName),
  'text-lcov': createLineReporter('text-lcov', escapePrintedName),
  'text-summary': createUnchanged('text-summary'), // has no names
};

function createUnchanged(name: ReportType): CreateReporter {
  return (options) => istanbulReports.create(name, options);
}

/** @param escaped names of the attributes that the reporter escapes itself */
function createXmlReporter(name: ReportType, escaped: readonly string[]): CreateReporter {
  return (options) => {
    const reporter = istanbulReports.create(name, options);
    return { execute: (context) => reporter.execute(withEscapedXml(context, escaped)) };
  };
}

/** Creates a reporter of a format whose records are lines, and that has no escapes itself. */
function createLineReporter(name: ReportType, escapeName: EscapeName): CreateReporter {
  return (options) => {
    // The reporter compares it with the escaped paths.
    const projectRoot = escapeName(options.projectRoot);
    const reporter = istanbulReports.create(name, { ...options, projectRoot });
    return { execute: (context) => reporter.execute(withEscapedNames(context, escapeName)) };
  };
}

/** Creates Istanbul's `lcov`, which is two reporters in one. */
function createLcovReporter(options: ReporterOptions): Reporter {
  const { sessions } = options;
  const reporters = [
    ISTANBUL_REPORTERS.lcovonly(options),
    createHtmlReporter({ subdir: 'lcov-report', ...(sessions ? { sessions } : {}) }),
  ];
  return {
    execute(context) {
      for (const reporter of reporters) reporter.execute(context);
    },
  };
}

function escapePrintedName(name: string): string {
  return disarmCommands(escapeTerminal(name));
}
