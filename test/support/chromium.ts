/** Starts the installed Chromium, in which tests check rendered pages. */
import { existsSync } from 'node:fs';
import { type Browser, chromium } from 'playwright-core';

/** Paths at which distributions install Chromium. The first one is Debian's. */
const PATHS = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];

/** Whether tests that need Chromium fail if it is not installed. */
const isRequired = process.env.CI !== undefined || process.env.COVERMAIN_CHROMIUM === 'required';

/** Whether tests that need Chromium run. If false, they are pending. */
export const hasChromium = isRequired || PATHS.some((path) => existsSync(path));

/** Returns the path of the installed Chromium. @throws Error if there is none */
export function findChromium(): string {
  const path = PATHS.find((candidate) => existsSync(candidate));
  if (path === undefined) throw new Error(`there is no Chromium: expected one of ${PATHS.join(', ')}`);
  return path;
}

/** Starts Chromium without a window and without background network access, because its pages are files. */
export function openChromium(): Promise<Browser> {
  const args = ['--no-sandbox', '--disable-gpu', '--disable-background-networking'];
  return chromium.launch({ executablePath: findChromium(), args });
}
