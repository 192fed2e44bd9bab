/** The Chromium of this machine, in which tests look at pages as people see them. */
import { existsSync } from 'node:fs';
import { type Browser, chromium } from 'playwright-core';

/** Where distributions put it; the first is Debian's. */
const PLACES = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];

/** Whether a test that needs it fails where it is not installed. */
const isRequired = process.env.CI !== undefined || process.env.COVERMAIN_CHROMIUM === 'required';

/** False where a test that needs it must be pending. */
export const hasChromium = isRequired || PLACES.some((path) => existsSync(path));

/** Without a window, and without the network: its pages are files. */
export function openChromium(): Promise<Browser> {
  const args = ['--no-sandbox', '--disable-gpu', '--disable-background-networking'];
  const executablePath = PLACES.find((path) => existsSync(path));
  if (executablePath === undefined)
    throw new Error(`there is no Chromium: expected one of ${PLACES.join(', ')}`);
  return chromium.launch({ executablePath, args });
}
