/** A profile in the form that the caller asked for. */

import { toCoverageMap } from '../../interchange/coverage-map.js';
import { toGoText } from '../../interchange/to-go-text.js';
import { encodeArchive } from '../../profile/format/archive.js';
import type { ProfileDirectory } from '../../profile/model/profile-directory.js';
import { totalsOf } from '../../profile/model/totals.js';
import type { EncodedProfileFiles } from '../actions/agent-actions.js';
import { type HttpContext, text } from './context.js';
import type { ProfileType } from './negotiate.js';
import { encodeFiles } from './profile-files.js';

const NONE: ReadonlySet<string> = new Set();

/**
 * Of a file that was measured in more than one version, text and JSON have one, with the counts of functions that are the
 * same in another: a header says that there are others, and the archive has them.
 *
 * @param root absolute path that the metas' paths are relative to
 */
export function answerProfile(
  c: HttpContext,
  type: ProfileType,
  directory: ProfileDirectory,
  root: string,
): Response {
  if (type === 'application/octet-stream') return answerArchive(c, encodeFiles(directory, NONE));
  const { map, others } = toCoverageMap(totalsOf(directory), root);
  const changed = new Set(others.map(({ path }) => path));
  if (changed.size > 0) c.header('Covermain-Files-With-Other-Versions', String(changed.size));
  return type === 'application/json' ? c.json(map) : text(c, toGoText(map, root));
}

export function answerArchive(c: HttpContext, files: EncodedProfileFiles): Response {
  const headers = { 'Content-Type': 'application/octet-stream' satisfies ProfileType };
  // A Buffer's type leaves open whether its memory is shared; what was encoded is not.
  return c.body(encodeArchive(files) as Buffer<ArrayBuffer>, 200, headers);
}
