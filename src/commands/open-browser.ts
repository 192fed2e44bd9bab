/** Opens pages in the user's browser, and tells when there is none. */
import { quoteText } from '../platform/escape-terminal.js';
import { readCi } from '../settings/ci.js';
import { type Environment, readVariable } from '../settings/environment.js';

export interface BrowserOptions {
  readonly environment: Environment;
  /** @default `process.platform` */
  readonly platform?: NodeJS.Platform;
}

/** Returns why no browser can show a page to the user, as a clause; `undefined` if one may be able to. */
export function findBrowserObstacle({
  environment,
  platform = process.platform,
}: BrowserOptions): string | undefined {
  const isSet = (name: string) => readVariable(environment, name) !== undefined;
  const ci = readCi(environment);
  if (ci !== undefined) return `CI=${quoteText(ci)} is set`;
  if (readVariable(environment, 'BROWSER') === 'none') return 'BROWSER=none is set';
  // On other systems every user has a desktop. WSL opens the browser of Windows.
  const hasDesktop = ['DISPLAY', 'WAYLAND_DISPLAY', 'WSL_DISTRO_NAME', 'BROWSER'].some(isSet);
  return platform === 'linux' && !hasDesktop ? 'this session has no desktop' : undefined;
}

/**
 * Opens a file with the program that `BROWSER` names, or with the user's browser. Does not wait for it.
 *
 * @param path absolute
 * @throws Error if the program cannot be started
 */
export async function openInBrowser(path: string, { environment }: BrowserOptions): Promise<void> {
  const browser = readVariable(environment, 'BROWSER');
  const { default: open } = await import('open');
  await open(path, browser === undefined ? {} : { app: { name: browser } });
}
