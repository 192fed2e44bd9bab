/** Recognizes covermain's own files, which are never measured in the projects that use it. */
import { sep } from 'node:path';
import { fileURLToPath } from 'node:url';

/** Matches the path below the package of this module, or of any bundle that contains it. */
const PATH_IN_PACKAGE = /(\/dist)?\/src\/[^/]+\/[^/]+$/;

/** Absolute path of covermain's package, followed by a separator. */
const OWN_PACKAGE = fileURLToPath(import.meta.url.replace(PATH_IN_PACKAGE, '/'));

/** Whether a file belongs to covermain. covermain itself may be the measured project. @param root of the project */
export function isOwnFile(root: string, file: string): boolean {
  return file.startsWith(OWN_PACKAGE) && !`${root}${sep}`.startsWith(OWN_PACKAGE);
}
