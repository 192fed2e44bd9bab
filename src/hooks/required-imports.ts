/**
 * Finds the modules that a required ES module imports. Where the hook is one of `module.register`, Node loads them without
 * calling it: `require` of an ES module reads the files of its static imports itself (`getModuleJobForRequire` in
 * https://github.com/nodejs/node/blob/v20.19.0/lib/internal/modules/esm/loader.js). Only the required module itself
 * is measured, by the hook for `require`.
 */
import { existsSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { loadParser } from '../platform/load-parser.js';
import { readTextFile } from '../platform/read-text-file.js';

/**
 * Returns the files that a module imports statically by relative paths or URLs, directly and through each other, without
 * the module itself.
 *
 * @param source text of the module
 * @param file absolute path
 * @param isRelevant whether imports of a file are of interest
 * @returns absolute paths
 */
export function listImportedFiles(
  source: string,
  file: string,
  isRelevant: (file: string) => boolean,
): readonly string[] {
  const found = new Set<string>();
  const pending = [{ source, file }];
  for (const module of pending) {
    for (const imported of importsOf(module.source, module.file)) {
      if (imported === file || found.has(imported) || !isRelevant(imported) || !existsSync(imported))
        continue;
      found.add(imported);
      pending.push({ source: readTextFile(imported), file: imported });
    }
  }
  return [...found];
}

/** Matches specifiers that name files. Others name packages and built-in modules. */
const FILE_SPECIFIER = /^(?:\.{0,2}\/|file:)/;

function importsOf(source: string, file: string): readonly string[] {
  const { staticImports, staticExports } = loadParser().parseSync(file, source, {
    sourceType: 'module',
  }).module;
  const specifiers = [
    ...staticImports.map(({ moduleRequest }) => moduleRequest.value),
    ...staticExports.flatMap(({ entries }) => entries.map(({ moduleRequest }) => moduleRequest?.value ?? '')),
  ];
  return specifiers
    .filter((specifier) => FILE_SPECIFIER.test(specifier))
    .map((specifier) => toPath(specifier, file));
}

/** Returns the absolute path that a specifier names. A query and a fragment are not part of it. */
function toPath(specifier: string, importer: string): string {
  if (specifier.startsWith('file:')) return fileURLToPath(specifier);
  return resolve(dirname(importer), decodeURIComponent(specifier.replace(/[?#].*$/, '')));
}
