/** Shows the live page to the user: prints its address, and opens it in a browser where there is one. */
import { messageOf } from '../platform/errors.js';
import { type BrowserOptions, findBrowserObstacle, openInBrowser } from './open-browser.js';
import { createRedirectFile } from './redirect-file.js';

export interface ShowPageOptions extends BrowserOptions {
  /** URL of the page, with the token in its fragment. */
  readonly address: string;
  /** Whether a browser is opened. @default true */
  readonly isOpened?: boolean;
  /** Absolute path of the profile directory, in which a browser can read a private file. @default temporary files */
  readonly directory?: string;
  /** Prints the address. */
  readonly printAddress: (address: string) => void;
  readonly logLine: (line: string) => void;
}

/**
 * Prints the address and starts the browser. Where it cannot be opened, logs why: the page is served, so that is no failure.
 *
 * @returns a function that removes the private file with the address, which nobody needs once the page is connected
 */
export function showPage(options: ShowPageOptions): () => void {
  const { address, isOpened = true, printAddress, logLine } = options;
  printAddress(address);
  if (!isOpened) return () => {};
  const obstacle = findBrowserObstacle(options);
  if (obstacle !== undefined) {
    logLine(`The page is not opened: ${obstacle}. Open the address in a browser.`);
    return () => {};
  }
  try {
    return openAddress(options);
  } catch (error) {
    logFailure(error, logLine);
    return () => {};
  }
}

/** @throws the error of the file system */
function openAddress(options: ShowPageOptions): () => void {
  const { path, remove } = createRedirectFile(options.address, options.directory);
  // A signal or an error may end this process before the page is connected.
  process.once('exit', remove);
  const forget = () => {
    process.off('exit', remove);
    remove();
  };
  openInBrowser(path, options).catch((error: unknown) => {
    forget();
    logFailure(error, options.logLine);
  });
  return forget;
}

function logFailure(error: unknown, logLine: (line: string) => void): void {
  logLine(`Cannot open a browser: ${messageOf(error)}. Open the address yourself.`);
}
