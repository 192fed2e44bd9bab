/** Reads package.json of a project that covermain is added to. */
import { join } from 'node:path';
import { hasByteOrderMark } from '../../platform/byte-order-mark.js';
import { CovermainError, messageOf } from '../../platform/errors.js';
import { isJsonObject } from '../../platform/is-object.js';
import { parseJson } from '../../platform/parse-json.js';
import { MAX_SOURCE_BYTES, readRegularFile } from '../../platform/regular-files.js';
import { MANIFEST } from '../../project/package.js';

export interface Manifest {
  /** Absolute path. */
  readonly path: string;
  readonly bytes: Uint8Array;
  readonly content: Readonly<Record<string, unknown>>;
}

/** @param root absolute path of the project @throws CovermainError `MANIFEST_UNREADABLE` */
export function readManifestFile(root: string): Manifest {
  const path = join(root, MANIFEST);
  const bytes = readBytes(path);
  if (hasByteOrderMark(bytes.toString('utf8')))
    throw unreadable(
      path,
      'it starts with a byte order mark, which nyc cannot read',
      'Save it without the mark',
    );
  const content = parse(path, bytes);
  if (!isJsonObject(content)) throw unreadable(path, 'it is not a JSON object', 'Fix the file');
  if (content.scripts !== undefined && !isJsonObject(content.scripts))
    throw unreadable(path, 'its "scripts" is not an object', 'Fix the file');
  return { path, bytes, content };
}

/** Returns the properties of an object in package.json whose values are texts, such as `scripts` or `dependencies`. */
export function textsOf({ content }: Manifest, key: string): Readonly<Record<string, string>> {
  const value = content[key];
  const entries = isJsonObject(value) ? Object.entries(value) : [];
  return Object.fromEntries(
    entries.filter((entry): entry is [string, string] => typeof entry[1] === 'string'),
  );
}

/** Returns the names of all packages that a package depends on. */
export function dependenciesOf(manifest: Manifest): ReadonlySet<string> {
  const kinds = ['dependencies', 'devDependencies', 'optionalDependencies', 'peerDependencies'];
  return new Set(kinds.flatMap((kind) => Object.keys(textsOf(manifest, kind))));
}

function readBytes(path: string): Buffer {
  try {
    return Buffer.from(readRegularFile(path, MAX_SOURCE_BYTES));
  } catch (error) {
    const isMissing = (error as NodeJS.ErrnoException).code === 'ENOENT';
    if (isMissing) throw unreadable(path, 'there is no such file', 'Create it with `npm init`', error);
    throw unreadable(path, messageOf(error), 'Check the file', error);
  }
}

function parse(path: string, bytes: Buffer): unknown {
  try {
    return parseJson(bytes.toString('utf8'));
  } catch (error) {
    throw unreadable(path, messageOf(error), 'Fix the file', error);
  }
}

function unreadable(path: string, reason: string, remedy: string, cause?: unknown): CovermainError {
  return new CovermainError('MANIFEST_UNREADABLE', `Cannot read ${path}: ${reason}. ${remedy}.`, { cause });
}
