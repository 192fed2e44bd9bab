/** `manifest.json` of a collection: what was collected from where, and what the next collection compares with. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { CovermainError, messageOf } from '../platform/errors.js';
import { escapeJson } from '../platform/escape-terminal.js';
import { parseJson } from '../platform/parse-json.js';
import { readRegularFile } from '../platform/regular-files.js';
import {
  hasFields,
  isCount,
  isFlag,
  isListOf,
  isOneOf,
  isRecordOf,
  isText,
  isTextList,
  isTimestamp,
  orEmpty,
} from '../platform/value-checks.js';
import { writeAtomically } from '../platform/write-atomically.js';
import { COLLECTION_MANIFEST } from '../profile/store/directory-layout.js';
import type { CollectionManifest } from './collection-document.js';

/** Maximum size of a manifest in bytes. */
const MAX_BYTES = 2 ** 26;

/** Maximum number of targets that are remembered after they have vanished. */
const MAX_GONE = 5_000;

/**
 * Returns the manifest of the previous collection into a directory, or `undefined` if there was none.
 *
 * @throws CovermainError `INPUT_UNREADABLE`
 */
export function readManifest(directory: string): CollectionManifest | undefined {
  const path = join(directory, COLLECTION_MANIFEST);
  if (!existsSync(path)) return undefined;
  try {
    const value: unknown = parseJson(readRegularFile(path, MAX_BYTES).toString());
    if (isManifest(value)) return value;
    throw new Error('it does not have the expected fields');
  } catch (error) {
    throw new CovermainError(
      'INPUT_UNREADABLE',
      `Cannot read ${path}: ${messageOf(error)}. If another program has written it, choose another directory with -o. ` +
        'Delete it otherwise: the next collection then reports no restarts and no vanished pods.',
      { cause: error },
    );
  }
}

/** @throws CovermainError `DIRECTORY_NOT_WRITABLE` */
export function writeManifest(directory: string, manifest: CollectionManifest): void {
  const path = join(directory, COLLECTION_MANIFEST);
  const shortened = { ...manifest, gone: manifest.gone.slice(-MAX_GONE) };
  try {
    writeAtomically(path, `${escapeJson(JSON.stringify(shortened, undefined, 2))}\n`);
  } catch (error) {
    throw new CovermainError(
      'DIRECTORY_NOT_WRITABLE',
      `Cannot write ${path}: ${messageOf(error)}. Choose a writable directory with -o.`,
      { cause: error },
    );
  }
}

const RESULTS: readonly unknown[] = ['collected', 'empty', 'partial', 'failed', 'vanished'];

const isTarget = isRecordOf({
  target: isText,
  source: orEmpty(isText, null),
  pod: orEmpty(isText, null),
  container: orEmpty(isText, null),
  uid: orEmpty(isText, null),
  result: isOneOf(RESULTS),
  reasons: isTextList,
  restarts: orEmpty(isCount, null),
  restartsSince: orEmpty(isCount, null),
  files: isCount,
  bytes: isCount,
  time: isCount,
  collectedAt: orEmpty(isTimestamp, null),
  runs: isTextList,
  versions: isTextList,
  nodes: isTextList,
  commits: isTextList,
});

const isSkipped = isRecordOf({ pod: isText, container: orEmpty(isText, null), reason: isText });

function isManifest(value: unknown): value is CollectionManifest {
  return hasFields(value, {
    format: (format) => format === 1,
    start: isTimestamp,
    end: isTimestamp,
    rounds: isCount,
    reset: isFlag,
    session: orEmpty(isText, null),
    targets: isListOf(isTarget),
    skipped: isListOf(isSkipped),
    gone: isListOf(isTarget),
  });
}
