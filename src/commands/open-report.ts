/** Opens the HTML report in a browser. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { messageOf } from '../platform/errors.js';
import { quoteText } from '../platform/escape-terminal.js';
import { readCi } from '../settings/ci.js';
import { type Environment, readVariable } from '../settings/environment.js';

/** Start pages of reporters that write HTML, relative to the directory of the report. The first one is preferred. */
const START_PAGES: Readonly<Record<string, string>> = {
  html: 'index.html',
  'html-spa': 'index.html',
  lcov: 'lcov-report/index.html',
  covermain: 'covermain/index.html',
};

export interface OpenReportOptions {
  readonly environment: Environment;
  /** @default `process.platform` */
  readonly platform?: NodeJS.Platform;
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
  const { environment, logLine } = options;
  const page = join(directory, findStartPage(reporters) ?? '');
  if (!existsSync(page)) return;
  const obstacle = findObstacle(options);
  if (obstacle !== undefined) {
    logLine(`${page} is not opened: ${obstacle}. Open it in a browser.`);
    return;
  }
  try {
    await openPage(page, readVariable(environment, 'BROWSER'));
    logLine(`Opening ${page}`);
  } catch (error) {
    logLine(`Cannot open ${page}: ${messageOf(error)}. Open it in a browser.`);
  }
}

function findStartPage(reporters: readonly string[]): string | undefined {
  const name = Object.keys(START_PAGES).find((one) => reporters.includes(one));
  return name === undefined ? undefined : START_PAGES[name];
}

/** Returns why no browser can show the report to the user; `undefined` if one may be able to. */
function findObstacle({ environment, platform = process.platform }: OpenReportOptions): string | undefined {
  const isSet = (name: string) => readVariable(environment, name) !== undefined;
  const ci = readCi(environment);
  if (ci !== undefined) return `CI=${quoteText(ci)} is set`;
  if (readVariable(environment, 'BROWSER') === 'none') return 'BROWSER=none is set';
  // On other systems every user has a desktop. WSL opens the browser of Windows.
  const hasDesktop = ['DISPLAY', 'WAYLAND_DISPLAY', 'WSL_DISTRO_NAME', 'BROWSER'].some(isSet);
  return platform === 'linux' && !hasDesktop ? 'this session has no desktop' : undefined;
}

/** @param browser name or path of a program @default the user's browser */
async function openPage(page: string, browser: string | undefined): Promise<void> {
  const { default: open } = await import('open');
  await open(page, browser === undefined ? {} : { app: { name: browser } });
}
