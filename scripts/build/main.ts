/**
 * `npm run build`, after TypeScript has compiled the source to `build/`: adds the bundles and the JSON schema of the config file
 * to `build/`, bundles the page, then copies the files that the package needs to `dist/` and removes all others from `dist/`. The end-to-end tests run `dist/`, so they
 * fail if a file is missing from the package.
 */
import { existsSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join, relative, resolve, sep } from 'node:path';
import { createConfigSchema } from '../../src/config-file/config-schema.js';
import { writeBundles } from './bundle.js';
import { bundleCommandLine } from './command-line.js';
import { writeCommonJsTypes } from './commonjs-types.js';
import { bundlePage } from './page.js';
import { findPublishedFiles } from './published-files.js';
import { writeIfChanged } from './write-if-changed.js';

const ROOT = resolve(import.meta.dirname, '../..');
const BUILD = join(ROOT, 'build');
const DIST = join(ROOT, 'dist');

/** Directories of files that the package contains as they are, relative to the root. */
const VERBATIM = ['src/inject/snippets', 'src/remote/kubernetes/in-container'];

for (const directory of VERBATIM) {
  for (const file of listFiles(join(ROOT, directory)))
    writeIfChanged(join(BUILD, directory, file), readFileSync(join(ROOT, directory, file)));
}
writeIfChanged(join(BUILD, 'config.schema.json'), `${JSON.stringify(createConfigSchema(), undefined, 2)}\n`);
const bundles = new Set(writeBundles(ROOT, BUILD));
const integration = 'src/integration/index';
writeCommonJsTypes(join(ROOT, `${integration}.ts`), join(BUILD, `${integration}.d.cts`));
const defineConfig = join(BUILD, 'src/config-file/define-config.d');
writeIfChanged(`${defineConfig}.cts`, readFileSync(`${defineConfig}.ts`));
const commandLine = await bundleCommandLine(ROOT);
const page = bundlePage(ROOT);
const generated = new Map([...commandLine.files, ...page]);
const published = new Set(generated.keys());
for (const file of findPublishedFiles(ROOT, BUILD, commandLine.modules)) {
  published.add(file);
  // A bundle has no source map: the map beside it belongs to the file that TypeScript compiled.
  const hasMap = !bundles.has(join(BUILD, file)) && existsSync(join(BUILD, `${file}.map`));
  if (hasMap) published.add(`${file}.map`);
}
for (const file of published)
  writeIfChanged(join(DIST, file), generated.get(file) ?? readFileSync(join(BUILD, file)));
for (const file of listFiles(DIST)) if (!published.has(file)) rmSync(join(DIST, file));

/** Returns the files below a directory, as relative paths with `/`. */
function listFiles(directory: string): readonly string[] {
  return readdirSync(directory, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(directory, join(entry.parentPath, entry.name)).split(sep).join('/'));
}
