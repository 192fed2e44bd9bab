/** Reads the text of a source map from a `data:` URL or a file. */
import { dirname } from 'node:path';
import { messageOf } from '../platform/errors.js';
import { readMapFile } from '../platform/read-text-file.js';
import type { UnusableMapCode } from '../run-log/unusable-map.js';
import { findNamedFile } from './file-names.js';

export interface MapText {
  readonly text: string;
  /** Absolute path of the file that contains the text. Names in the map are relative to it. */
  readonly file: string;
}

/** Thrown for a source map that cannot be used. */
export class UnusableMapError extends Error {
  constructor(
    readonly code: UnusableMapCode,
    readonly detail: string | null = null,
  ) {
    super(code);
  }
}

/**
 * Returns the text that a URL leads to.
 *
 * @param file absolute path of the file that contains the URL
 * @throws UnusableMapError
 */
export function readMapText(url: string, file: string): MapText {
  if (/^data:/i.test(url)) return { text: decodeDataUrl(url), file };
  const path = findNamedFile(url, dirname(file));
  if (path === undefined) throw new UnusableMapError('unreadable', `${schemeOf(url)} URL`);
  try {
    return { text: readMapFile(path), file: path };
  } catch (error) {
    const { code, syscall } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT' || code === 'ENOTDIR') throw new UnusableMapError('missing');
    const isFromSystem = code !== undefined && syscall !== undefined;
    throw new UnusableMapError('unreadable', isFromSystem ? code : 'not a regular file, or too large');
  }
}

function schemeOf(url: string): string {
  return url.slice(0, Math.max(0, url.indexOf(':') + 1)) || 'invalid';
}

/** Decodes `data:application/json;charset=utf-8;base64,…`, or the same without `base64` and percent-encoded. */
function decodeDataUrl(url: string): string {
  const comma = url.indexOf(',');
  const isBase64 = /;\s*base64\s*$/i.test(url.slice(0, comma));
  try {
    const data = decodeURIComponent(url.slice(comma + 1));
    return isBase64 ? Buffer.from(data, 'base64').toString() : data;
  } catch (error) {
    throw new UnusableMapError('unreadable', messageOf(error));
  }
}
