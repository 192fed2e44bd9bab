/** Finds the module that `nest start` starts. */
import { join } from 'node:path';
import { parse } from 'jsonc-parser';
import { isJsonObject } from '../../platform/is-object.js';
import { readDataText } from '../../platform/read-text-file.js';
import { resolveModule } from './resolve-module.js';

/**
 * Returns the absolute path of the entry that nest-cli.json configures, by default `src/main.ts`.
 *
 * @see https://docs.nestjs.com/cli/monorepo#cli-properties
 * @param app name of an app of a Nest monorepo
 */
export function findNestEntry(root: string, app: string | undefined): string | undefined {
  const config = readConfig(join(root, 'nest-cli.json'));
  const projects = isJsonObject(config.projects) ? config.projects : {};
  const given = app !== undefined && Object.hasOwn(projects, app) ? projects[app] : {};
  const settings = { ...config, ...(isJsonObject(given) ? given : {}) };
  const sourceRoot = typeof settings.sourceRoot === 'string' ? settings.sourceRoot : 'src';
  const entryFile = typeof settings.entryFile === 'string' ? settings.entryFile : 'main';
  return resolveModule(root, join(root, sourceRoot), `./${entryFile}`);
}

/** Returns the configuration; an empty one if there is none, as `nest` does. */
function readConfig(path: string): Readonly<Record<string, unknown>> {
  try {
    const config: unknown = parse(readDataText(path));
    return isJsonObject(config) ? config : {};
  } catch {
    return {};
  }
}
