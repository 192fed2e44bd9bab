/**
 * Writes the private file through which a browser opens an address with a token. Other users can read the command lines of
 * processes, so the browser gets the path of the file in place of the address.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { escapeHtml } from '../platform/escape-markup.js';
import { createPrivateFile, TEMPORARY_PREFIX } from '../platform/private-files.js';
import { createUniqueId } from '../platform/unique-id.js';

export interface RedirectFile {
  /** Absolute path. */
  readonly path: string;
  /** Removes the file and what was created for it. Never throws. */
  readonly remove: () => void;
}

/**
 * Writes a page that redirects to an address.
 *
 * @param directory absolute path of a directory for it; browsers that are installed as snaps cannot read temporary
 *   directories. @default a new directory for temporary files
 * @throws the error of the file system
 */
export function createRedirectFile(address: string, directory?: string): RedirectFile {
  const name = `${TEMPORARY_PREFIX}${createUniqueId()}.html`;
  if (directory !== undefined)
    try {
      return write(address, join(directory, name));
    } catch {
      // The directory may be missing or read-only. The one for temporary files has the same protection.
    }
  const own = mkdtempSync(join(tmpdir(), 'covermain-page-'));
  try {
    return write(address, join(own, name), own);
  } catch (error) {
    remove(own);
    throw error;
  }
}

/** @param created path that `remove` removes @default the file */
function write(address: string, path: string, created = path): RedirectFile {
  createPrivateFile(path, toRedirectPage(address));
  return { path, remove: () => remove(created) };
}

function remove(path: string): void {
  try {
    rmSync(path, { recursive: true, force: true });
  } catch {
    // Only the owner can read the file, and its token ends with the server.
  }
}

function toRedirectPage(address: string): string {
  const escaped = escapeHtml(address);
  return `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="referrer" content="no-referrer">
<meta http-equiv="refresh" content="0; url=${escaped}">
<title>covermain</title>
<p><a href="${escaped}">Open the live page</a></p>
</html>
`;
}
