/** Opens the HTML report in a browser. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { messageOf } from '../platform/errors.js';
import { type BrowserOptions, findBrowserObstacle, openInBrowser } from './open-browser.js';

/** Start pages of reporters that write HTML, relative to the directory of the report. The first one is preferred. */
const START_PAGES: Readonly<Record<string, string>> = {
  html: 'index.html',
  'html-spa': 'index.html',
  lcov: 'lcov-report/index.html',
  covermain: 'covermain/index.html',
};

export interface OpenReportOptions extends BrowserOptions {
  readonly logLine: (line: string) => void;
}

/** Returns the reporters, and Istanbul's `html` if none of them writes HTML. */
export function withHtmlReporter(reporters: readonly string[]): readonly string[] {
  return findStartPage(reporters) === undefined ? [...reporters, 'html'] : reporters;
}

/**
 * Opens the start page of a report and does not wait for the browser. Where it cannot be opened, logs its path: the report is
 * there, so that is no failure.
 *
 * @param report its absolute directory, and the reporters that wrote to it
 */
export async function openReport(
  { directory, reporters }: { readonly directory: string; readonly reporters: readonly string[] },
  options: OpenReportOptions,
): Promise<void> {
  const { logLine } = options;
  const page = join(directory, findStartPage(reporters) ?? '');
  if (!existsSync(page)) return;
  const obstacle = findBrowserObstacle(options);
  if (obstacle !== undefined) {
    logLine(`${page} is not opened: ${obstacle}. Open it in a browser.`);
    return;
  }
  try {
    await openInBrowser(page, options);
    logLine(`Opening ${page}`);
  } catch (error) {
    logLine(`Cannot open ${page}: ${messageOf(error)}. Open it in a browser.`);
  }
}

function findStartPage(reporters: readonly string[]): string | undefined {
  const name = Object.keys(START_PAGES).find((one) => reporters.includes(one));
  return name === undefined ? undefined : START_PAGES[name];
}
