/** Adds the script `cover:manual` to package.json. */
import { applyEdits, modify } from 'jsonc-parser';
import type { FileChange } from '../../file-changes/file-change.js';
import { CovermainError } from '../../platform/errors.js';
import { isJsonObject } from '../../platform/is-object.js';
import { parseJson } from '../../platform/parse-json.js';
import { detectIndent, detectLineEnd } from '../detect/code-style.js';
import type { DetectedApp } from '../detect/detected-app.js';
import type { Manifest } from '../detect/manifest.js';

/** Name of the script that runs the test mains. */
export const SCRIPT = 'cover:manual';

/** Whether package.json has the script. */
export function hasScript({ content }: Manifest): boolean {
  return Object.hasOwn((content.scripts ?? {}) as object, SCRIPT);
}

/** Returns the command of the script, with the variables that the app's own script sets. */
export function scriptOf(app: DetectedApp | undefined): string {
  const origin = app?.entry.origin;
  const environment = origin?.by === 'script' ? origin.command.environment : '';
  return environment === '' ? 'covermain manual' : `${environment} covermain manual`;
}

/**
 * Returns the change of package.json. Everything besides the script stays byte for byte.
 *
 * @throws CovermainError `MANIFEST_UNREADABLE` if it has two keys `scripts`
 */
export function planScript({ path, bytes }: Manifest, script: string): FileChange {
  const json = Buffer.from(bytes).toString('utf8');
  const indent = detectIndent(json);
  const isOneLine = !json.trim().includes('\n');
  const formattingOptions = {
    insertSpaces: indent !== '\t',
    tabSize: indent.length,
    eol: detectLineEnd(json),
  };
  const edits = modify(json, ['scripts', SCRIPT], script, isOneLine ? {} : { formattingOptions });
  const after = applyEdits(json, edits);
  requireScript(path, after);
  return { path, before: bytes, after: Buffer.from(after) };
}

/** The editor of JSON changes the first of two equal keys, and npm reads the last one. */
function requireScript(path: string, json: string): void {
  const content = parseJson(json);
  const scripts = isJsonObject(content) ? content.scripts : undefined;
  if (isJsonObject(scripts) && Object.hasOwn(scripts, SCRIPT)) return;
  throw new CovermainError(
    'MANIFEST_UNREADABLE',
    `Cannot change ${path}: it has two keys "scripts". Keep one of them.`,
  );
}
