/** Finds out whether a project's TypeScript needs decorator metadata, which tsx does not emit. */
import { resolve } from 'node:path';
import { getTsconfig, parseTsconfig } from 'get-tsconfig';
import type { Environment } from '../settings/index.js';

/**
 * Returns the absolute path of the tsconfig.json that tsx uses, if it asks for decorator metadata.
 *
 * @param root absolute path of the directory in which tsx runs
 */
export function findMetadataConfig(root: string, environment: Environment): string | undefined {
  try {
    const given = environment.TSX_TSCONFIG_PATH;
    const path = given ? resolve(root, given) : getTsconfig(root)?.path;
    const options = path === undefined ? undefined : parseTsconfig(path).compilerOptions;
    return options?.emitDecoratorMetadata && options.experimentalDecorators ? path : undefined;
  } catch {
    return undefined; // tsx reads the same file and reports the error
  }
}
