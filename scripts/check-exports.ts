/**
 * `npm run lint:exports`: fails if two modules of `src/` and `harness/` export the same name, because a name has one
 * meaning in the whole tree. Re-exports (`export … from`) are ignored. No published linter compares exported names
 * across files.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join, relative, resolve, sep } from 'node:path';
import { parseSync } from 'oxc-parser';

const ROOT = resolve(import.meta.dirname, '..');

const filesByName = new Map<string, string[]>();
for (const file of ['src', 'harness'].flatMap(listModules)) {
  for (const name of readExportedNames(file)) filesByName.set(name, [...(filesByName.get(name) ?? []), file]);
}
const duplicates = [...filesByName].filter(([, files]) => files.length > 1);
for (const [name, files] of duplicates) {
  console.error(`Exported name "${name}" is declared in ${files.length} modules: ${files.join(', ')}`);
}
if (duplicates.length > 0) {
  console.error('Rename all but one, so that each exported name has one meaning.');
  process.exitCode = 1;
}

/** Returns the modules of a directory, as paths relative to the root with `/`. */
function listModules(directory: string): string[] {
  return readdirSync(join(ROOT, directory), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /(?<!\.d)\.(c?ts|tsx)$/.test(entry.name))
    .map((entry) => relative(ROOT, join(entry.parentPath, entry.name)).split(sep).join('/'));
}

/** Returns the names that a module itself declares and exports, each once. */
function readExportedNames(file: string): Set<string> {
  const { module } = parseSync(file, readFileSync(join(ROOT, file), 'utf8'));
  const entries = module.staticExports.flatMap((statement) => statement.entries);
  return new Set(
    entries.flatMap(({ exportName, moduleRequest }) =>
      exportName.kind === 'Name' && !moduleRequest && exportName.name ? [exportName.name] : [],
    ),
  );
}
