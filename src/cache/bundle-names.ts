/**
 * Names of the files in a cache that have V8's code cache of covermain's own bundles. `preload.cts` contains this module, so it
 * imports nothing.
 */

const BUNDLE_CODE_NAME = /^bundle\.[0-9a-f]{8}$/;

/** Returns the name of the file with the code of a key. Keys with the same name overwrite each other's files. */
export function bundleCodeNameOf(key: string): string {
  let hash = 0;
  for (let index = 0; index < key.length; index++) hash = (Math.imul(hash, 31) + key.charCodeAt(index)) | 0;
  return `bundle.${(hash >>> 0).toString(16).padStart(8, '0')}`;
}

/** Whether a file has the code of a bundle of any build. */
export function isBundleCodeName(name: string): boolean {
  return BUNDLE_CODE_NAME.test(name);
}
