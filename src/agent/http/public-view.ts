/**
 * Removes from responses what only the owner of a run may read: arguments, working directories, and directories outside
 * of the project. Without `COVER_TOKEN`, every user of the machine can send requests to the port.
 */
import { basename } from 'node:path';
import { isBelow } from '../../platform/is-below.js';
import { pluralize } from '../../platform/plural-forms.js';
import { COUNTERS_PREFIX } from '../../profile/format/constants.js';
import { decodeCounters, encodeCounters } from '../../profile/format/counters-file.js';
import type { Dump } from '../../profile/model/dump.js';
import type { EncodedProfileFiles } from '../actions/agent-actions.js';
import type { ProcessStatus } from '../peers/process-status.js';
import type { HttpContext } from './context.js';

/** Functions that return what a client may read. */
export interface ResponseView {
  readonly status: (status: ProcessStatus) => ProcessStatus;
  readonly dump: (dump: Dump) => Dump;
  readonly files: (files: EncodedProfileFiles) => EncodedProfileFiles;
}

const OWNER_VIEW: ResponseView = {
  status: (status) => status,
  dump: (dump) => dump,
  files: (files) => files,
};

/** Returns the view of the client that sent a request. @param root absolute path of the project */
export function viewOf(c: HttpContext, root: string): ResponseView {
  if (c.get('isOwner')) return OWNER_VIEW;
  return {
    status: (status) => hideInStatus(status, root),
    dump: (dump) => ({ ...dump, path: dump.path === null ? null : hideDirectories(dump.path, root) }),
    files: (files) => new Map([...files].map(([name, bytes]) => [name, hideInFile(name, bytes)])),
  };
}

/** Lists every field, so that a new one is hidden until it is added here. */
function hideInStatus(status: ProcessStatus, root: string): ProcessStatus {
  const { run, label, pid, ppid, version, node, commit, start, uptime, counts, epoch, sessions, http } =
    status;
  const { lastFlush, directory, warnings } = status;
  return {
    run,
    label,
    pid,
    ppid,
    argv: [],
    cwd: '',
    package: status.package,
    version,
    node,
    commit,
    start,
    uptime,
    threads: status.threads,
    directory: isBelow(root, directory) ? directory : '',
    counts,
    lastFlush: lastFlush && { time: lastFlush.time, path: hideDirectories(lastFlush.path, root) },
    epoch,
    sessions,
    http,
    warnings: hideWarnings(warnings),
  };
}

/** Warnings can contain paths, and the command of another program that has bound the port. */
function hideWarnings(warnings: readonly string[]): readonly string[] {
  if (warnings.length === 0) return [];
  return [
    `${pluralize(warnings.length, 'warning')} for the owner of the run: \`covermain status\` prints them.`,
  ];
}

/** Returns a path inside the project unchanged, and the file name of any other. */
function hideDirectories(path: string, root: string): string {
  return isBelow(root, path) ? path : basename(path);
}

/** Metas contain paths relative to the root only. */
function hideInFile(name: string, bytes: Uint8Array): Uint8Array {
  if (!name.startsWith(COUNTERS_PREFIX)) return bytes;
  return encodeCounters({
    ...decodeCounters(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length), name),
    argv: [],
    cwd: '',
  });
}

/**
 * Returns the lines of an internal failure. If they contain a path, they are only for the owner.
 *
 * @param onHidden called if they are hidden
 */
export function hideInternalPaths(
  c: HttpContext,
  lines: readonly string[],
  onHidden: () => void,
): readonly string[] {
  if (c.get('isOwner') || !lines.some((line) => /[\\/]/.test(line))) return lines;
  onHidden();
  return [
    'Internal failure. The reason contains a path, so it is only for the owner of the run: `covermain status` prints it.',
  ];
}
