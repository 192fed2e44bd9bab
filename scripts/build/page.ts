/** Bundles the script and the styles of the page that shows coverage in a browser. */
import { readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { buildSync } from 'esbuild';
import { collectLicenses } from './page-licenses.js';

/** Path of the page's directory in `dist/`. */
export const PAGE_DIRECTORY = 'page';

/**
 * Returns the files of the page, by their paths relative to `dist/`. The script is a classic one, because browsers load no
 * modules from disk.
 *
 * @param root absolute path of the repository
 */
export function bundlePage(root: string): ReadonlyMap<string, string> {
  const source = join(root, 'src/page');
  const { outputFiles, metafile } = buildSync({
    entryPoints: ['main.tsx', 'page.css'].map((name) => ({ in: join(source, name), out: 'page' })),
    outdir: PAGE_DIRECTORY,
    bundle: true,
    format: 'iife',
    platform: 'browser',
    target: ['chrome111', 'firefox113', 'safari16.4'],
    jsx: 'automatic',
    jsxImportSource: 'preact',
    minify: true,
    legalComments: 'eof',
    tsconfig: join(source, 'tsconfig.json'),
    metafile: true,
    absWorkingDir: root,
    write: false,
  });
  const modules = Object.keys(metafile.inputs);
  refuseForeignModules(modules);
  return new Map([
    ...outputFiles.map(({ path, text }) => [`${PAGE_DIRECTORY}/${basename(path)}`, text] as const),
    [`${PAGE_DIRECTORY}/index.html`, readFileSync(join(source, 'index.html'), 'utf8')],
    [`${PAGE_DIRECTORY}/LICENSES.txt`, collectLicenses(root, modules)],
  ]);
}

/** @param modules paths relative to the root @throws Error if the page imports code that is not for browsers */
function refuseForeignModules(modules: readonly string[]): void {
  const foreign = modules.filter((path) => !/^(src\/(page|view)|node_modules)\//.test(path));
  if (foreign.length > 0)
    throw new Error(`The page may import only src/view and packages, but it imports ${foreign.join(', ')}.`);
}
