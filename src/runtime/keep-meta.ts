/** Metas are written as files are loaded, in whichever thread that is. Those that cannot be are kept by the runtime. */
import { warnOnce } from '../platform/warn.js';
import { hashOf } from '../profile/format/meta-file.js';
import { writeMeta } from '../profile/store/write-profile.js';
import { broadcast } from './threads/thread-channel.js';

/** In other threads than the main one they are sent there. */
let keepHere = (meta: Uint8Array) => broadcast({ type: 'meta', bytes: meta });

/** In the main thread. */
export function receiveUnwritten(keep: (meta: Uint8Array) => void): void {
  keepHere = keep;
}

/** @returns its hash */
export function keepMeta(directory: string, meta: Uint8Array): string {
  try {
    return writeMeta(directory, meta);
  } catch (error) {
    warnOnce(error);
    keepHere(meta);
    return hashOf(meta);
  }
}
