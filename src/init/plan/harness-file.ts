/** Decides which harness file a project gets. */
import { readdirSync } from 'node:fs';
import { basename, join } from 'node:path';
import { HARNESS_DIRECTORY } from '../../project/nyc-config.js';
import type { DetectedApp } from '../detect/detected-app.js';
import { isModule } from '../detect/resolve-module.js';
import type { ProjectTsconfig } from '../detect/tsconfigs.js';
import type { HarnessFile } from './harness-text.js';

export interface HarnessChoice {
  readonly harness: HarnessFile;
  /** Sentences about what the file does to the project. */
  readonly notes: readonly string[];
}

/** Returns the names of the harness files that a project has. @param root absolute path */
export function listHarnessFiles(root: string): readonly string[] {
  try {
    return readdirSync(join(root, HARNESS_DIRECTORY))
      .filter((name) => isModule(join(root, HARNESS_DIRECTORY, name)))
      .sort();
  } catch {
    return []; // there is no such directory
  }
}

/** @param type value of `type` in package.json */
export function chooseHarnessFile(
  root: string,
  app: DetectedApp,
  type: unknown,
  tsconfigs: readonly ProjectTsconfig[],
): HarnessChoice {
  if (!app.isTypeScript) return { harness: javaScriptHarness(app, type), notes: [] };
  const inTypeScript = join(root, HARNESS_DIRECTORY, TYPESCRIPT_NAME);
  const inJavaScript = join(root, HARNESS_DIRECTORY, MODULE_NAME);
  const harmed = tsconfigs.find((tsconfig) => isHarmedBy(tsconfig, inTypeScript));
  if (!harmed) return { harness: typeScriptHarness(type), notes: [] };
  const name = basename(harmed.path);
  const notes = [
    `The harness file is JavaScript, because ${name} would compile a TypeScript file in ${HARNESS_DIRECTORY}/ into the app.`,
    ...tsconfigs
      .filter(({ includes }) => includes(inJavaScript))
      .map(
        (other) =>
          `${basename(other.path)} compiles JavaScript, too. Add "${HARNESS_DIRECTORY}" to its "exclude", or the layout of its output changes.`,
      ),
  ];
  return { harness: MODULE_HARNESS, notes };
}

const TYPESCRIPT_NAME = 'main.ts';
const MODULE_NAME = 'main.mjs';

/** An ES module in any package. */
const MODULE_HARNESS: HarnessFile = {
  name: MODULE_NAME,
  syntax: 'import',
  isTypeScript: false,
  moduleSystem: 'ES modules',
};

function typeScriptHarness(type: unknown): HarnessFile {
  const moduleSystem = type === 'module' ? 'ES modules' : 'CommonJS';
  return { name: TYPESCRIPT_NAME, syntax: 'import', isTypeScript: true, moduleSystem };
}

function javaScriptHarness({ moduleSystem }: DetectedApp, type: unknown): HarnessFile {
  if (type === 'module') return { ...MODULE_HARNESS, name: 'main.js' };
  if (moduleSystem === 'ES modules') return MODULE_HARNESS;
  return { name: 'main.js', syntax: 'require', isTypeScript: false, moduleSystem: 'CommonJS' };
}

/**
 * Whether a TypeScript program includes a file that it cannot have without harm: it would write the compiled file into the
 * app's output, whose layout can change, or it does not find the types of `covermain/harness`.
 */
function isHarmedBy({ includes, options }: ProjectTsconfig, file: string): boolean {
  return includes(file) && (!options.noEmit || !readsExports(options));
}

/** Whether TypeScript resolves the `exports` of packages. */
function readsExports({ module, moduleResolution }: ProjectTsconfig['options']): boolean {
  if (moduleResolution !== undefined) return /^(?:node16|nodenext|bundler)$/i.test(moduleResolution);
  return /^(?:node\d+|nodenext|preserve)$/i.test(module ?? '');
}
