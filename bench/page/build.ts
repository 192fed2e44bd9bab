/** Builds the page with a synthetic run instead of a server, so that only the work of the page is measured. */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { bundleEntry } from '../../scripts/build/page.js';
import { inRepository } from '../project.js';

const ENTRY = `
import { startPage } from './start-page.js';
import { createSyntheticSource } from '../../bench/page/synthetic-source.js';
startPage(document.getElementById('app'), createSyntheticSource(location.search === '?streaming'));
`;

/** Writes the files of the page to a directory. @returns the absolute path of the page */
export function buildBenchPage(directory: string): string {
  const { script, styles } = bundleEntry(inRepository('.'), ENTRY);
  mkdirSync(directory, { recursive: true });
  writeFileSync(join(directory, 'page.js'), script);
  writeFileSync(join(directory, 'page.css'), styles);
  const page = join(directory, 'index.html');
  writeFileSync(page, readFileSync(inRepository('src/page/index.html')));
  return page;
}
