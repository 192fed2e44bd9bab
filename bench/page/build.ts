/** Builds the page with a synthetic run instead of a server, so that only the work of the page is measured. */
import { cpSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { buildSync } from 'esbuild';
import { inRepository } from '../project.js';

const ENTRY = `
import { startPage } from './start-page.js';
import { scroll } from '../../bench/page/scroll.js';
import { createSyntheticSource } from '../../bench/page/synthetic-source.js';
globalThis.measureScrolling = scroll;
startPage(document.getElementById('app'), createSyntheticSource(location.search === '?streaming'));
`;

/** Writes the files of the page to a directory. @returns the absolute path of the page */
export function buildBenchPage(directory: string): string {
  const source = inRepository('src/page');
  mkdirSync(directory, { recursive: true });
  const { outputFiles } = buildSync({
    stdin: { contents: ENTRY, resolveDir: source, loader: 'ts' },
    bundle: true,
    format: 'iife',
    jsx: 'automatic',
    jsxImportSource: 'preact',
    minify: true,
    tsconfig: join(source, 'tsconfig.json'),
    write: false,
  });
  writeFileSync(join(directory, 'page.js'), outputFiles[0]?.contents ?? '');
  cpSync(inRepository('dist/page/page.css'), join(directory, 'page.css'));
  const page = join(directory, 'index.html');
  writeFileSync(page, readFileSync(join(source, 'index.html')));
  return page;
}
