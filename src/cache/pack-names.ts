/** Names of packs: `pack.<build>.<content>`. So the packs of other builds are recognized without opening them. */
import { formatHash, type Hash } from '../platform/fast-hash.js';

const PACK_NAME = /^pack\.[0-9a-f]{32}\.[0-9a-f]{32}$/;

/** Returns the start of the names of the packs of a build. @param build hash of the build */
export function packPrefixOf(build: Hash): string {
  return `pack.${formatHash(build)}.`;
}

/** @param content name that `encodePack` returned. Packs with the same content have the same name. */
export function packNameOf(build: Hash, content: string): string {
  return `${packPrefixOf(build)}${content}`;
}

/** Whether a file is a pack of any build. */
export function isPackName(name: string): boolean {
  return PACK_NAME.test(name);
}
