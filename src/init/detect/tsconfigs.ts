/** Reads the tsconfig files in the root of a project. */
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { createFilesMatcher, parseTsconfig, type TsConfigJsonResolved } from 'get-tsconfig';
import { messageOf } from '../../platform/errors.js';

/** A tsconfig file that can be read. */
export interface ProjectTsconfig {
  /** Absolute path. */
  readonly path: string;
  readonly options: NonNullable<TsConfigJsonResolved['compilerOptions']>;
  /** Whether the program that the file describes includes a file. @param file absolute path; need not exist */
  readonly includes: (file: string) => boolean;
}

export interface ReadTsconfigs {
  /** `tsconfig.json` first. */
  readonly tsconfigs: readonly ProjectTsconfig[];
  /** Sentences about the files that cannot be read. */
  readonly problems: readonly string[];
}

const TSCONFIG = /^tsconfig(?:\.[\w-]+)*\.json$/;

/** Reads `tsconfig.json`, `tsconfig.build.json` and so on. @param root absolute path of the project */
export function readTsconfigs(root: string): ReadTsconfigs {
  const names = readdirSync(root).filter((name) => TSCONFIG.test(name));
  names.sort((one, other) => one.length - other.length);
  const tsconfigs: ProjectTsconfig[] = [];
  const problems: string[] = [];
  for (const name of names) {
    try {
      tsconfigs.push(readTsconfig(join(root, name)));
    } catch (error) {
      problems.push(`${name} cannot be read: ${messageOf(error)}`);
    }
  }
  return { tsconfigs, problems };
}

function readTsconfig(path: string): ProjectTsconfig {
  const config = parseTsconfig(path);
  const matches = createFilesMatcher({ path, config });
  return { path, options: config.compilerOptions ?? {}, includes: (file) => matches(file) !== undefined };
}
