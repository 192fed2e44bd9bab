/** Reads the files of the page that shows coverage, which `npm run build` writes to `dist/page/`. */
import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** Names of the files of the page. */
export type PageFile = 'index.html' | 'page.js' | 'page.css' | 'LICENSES.txt';

/** Paths of the page's directory from this module: compiled in `dist/`, and in the source tree. */
const DIRECTORIES = ['../../../page/', '../../../dist/page/'];

/** Returns the text of a file of the page. @throws the error of `readFileSync` if the page was not built */
export function readPageFile(name: PageFile): string {
  const paths = DIRECTORIES.map((directory) =>
    fileURLToPath(new URL(`${directory}${name}`, import.meta.url)),
  );
  return readFileSync(paths.find((path) => existsSync(path)) ?? String(paths[0]), 'utf8');
}
