/** Returns profiles in the format that the client asked for. */
import { toCoverageMap } from '../../interchange/coverage-map.js';
import { toGoText } from '../../interchange/to-go-text.js';
import { encodeArchive } from '../../profile/format/archive.js';
import type { ProfileDirectory } from '../../profile/model/profile-directory.js';
import { totalsOf } from '../../profile/model/totals.js';
import type { EncodedProfileFiles } from '../actions/agent-actions.js';
import { type HttpContext, type ServedProfile, text, toPrintableJson } from './context.js';
import type { ProfileType } from './negotiate.js';
import { encodeFiles } from './profile-files.js';
import { viewOf } from './public-view.js';

const NONE: ReadonlySet<string> = new Set();

/**
 * Returns a response with a profile. If a file was measured in several versions, text and JSON contain one of them, with
 * the counts of functions that are equal in another. A header reports the number of such files, and the archive has all
 * versions.
 *
 * @param root absolute path that the metas' paths are relative to
 */
export function answerProfile(
  c: HttpContext,
  type: ProfileType,
  directory: ProfileDirectory,
  root: string,
): Response {
  if (type === 'application/octet-stream') return answerArchive(c, encodeFiles(directory, NONE), root);
  const { map, others } = toCoverageMap(totalsOf(directory), root);
  const changed = new Set(others.map(({ path }) => path));
  if (changed.size > 0) c.header('Covermain-Files-With-Other-Versions', String(changed.size));
  if (type === 'application/json') {
    const body = toPrintableJson(map);
    noteServed(c, 'json', body);
    return c.body(body, 200, { 'Content-Type': type });
  }
  const body = toGoText(map, root);
  noteServed(c, 'textfmt', body);
  return text(c, body);
}

/** Returns a response with an archive of profile files. @param root absolute path of the project */
export function answerArchive(c: HttpContext, files: EncodedProfileFiles, root: string): Response {
  const headers = { 'Content-Type': 'application/octet-stream' satisfies ProfileType };
  const archive = encodeArchive(viewOf(c, root).files(files));
  noteServed(c, 'archive', archive);
  // The type of Buffer allows shared memory; encoded archives are never in shared memory.
  return c.body(archive as Buffer<ArrayBuffer>, 200, headers);
}

function noteServed(c: HttpContext, format: ServedProfile['format'], body: string | Buffer): void {
  c.set('served', { format, bytes: Buffer.byteLength(body) });
}
