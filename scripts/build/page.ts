/** Bundles the script and the styles of the page that shows coverage in a browser. */
import { readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { type BuildOptions, buildSync } from 'esbuild';
import { collectLicenses } from './page-licenses.js';

/** Path of the page's directory in `dist/`. */
const PAGE_DIRECTORY = 'page';

/**
 * Returns the files of the page, by their paths relative to `dist/`.
 *
 * @param root absolute path of the repository
 */
export function bundlePage(root: string): ReadonlyMap<string, string> {
  const source = join(root, 'src/page');
  const { outputFiles, metafile } = buildSync({
    ...optionsOf(root),
    entryPoints: ['main.tsx', 'page.css'].map((name) => ({ in: join(source, name), out: 'page' })),
    legalComments: 'eof',
    metafile: true,
  });
  const modules = Object.keys(metafile.inputs);
  refuseForeignModules(modules);
  return new Map([
    ...outputFiles.map(({ path, text }) => [`${PAGE_DIRECTORY}/${basename(path)}`, text] as const),
    [`${PAGE_DIRECTORY}/index.html`, readFileSync(join(source, 'index.html'), 'utf8')],
    [`${PAGE_DIRECTORY}/LICENSES.txt`, collectLicenses(root, modules)],
  ]);
}

/**
 * Returns a script that replaces the entry of the page, for tests and benchmarks, and the styles of the page.
 *
 * @param contents TypeScript, which imports relative to `src/page/`
 */
export function bundleEntry(
  root: string,
  contents: string,
): { readonly script: string; readonly styles: string } {
  const options = optionsOf(root);
  const source = join(root, 'src/page');
  const script = buildSync({ ...options, stdin: { contents, loader: 'tsx', resolveDir: source } });
  const styles = buildSync({ ...options, entryPoints: [join(source, 'page.css')] });
  return { script: script.outputFiles[0]?.text ?? '', styles: styles.outputFiles[0]?.text ?? '' };
}

/** The script is a classic one, because browsers load no modules from disk. */
function optionsOf(root: string): BuildOptions & { readonly write: false } {
  return {
    outdir: PAGE_DIRECTORY,
    bundle: true,
    format: 'iife',
    platform: 'browser',
    target: ['chrome111', 'firefox113', 'safari16.4'],
    jsx: 'automatic',
    jsxImportSource: 'preact',
    minify: true,
    tsconfig: join(root, 'src/page/tsconfig.json'),
    absWorkingDir: root,
    write: false,
  };
}

/** @param modules paths relative to the root @throws Error if the page imports code that is not for browsers */
function refuseForeignModules(modules: readonly string[]): void {
  const foreign = modules.filter((path) => !/^(src\/(page|view)|node_modules)\//.test(path));
  if (foreign.length > 0)
    throw new Error(`The page may import only src/view and packages, but it imports ${foreign.join(', ')}.`);
}
