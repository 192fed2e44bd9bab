/** The files of the page that the server sends. They contain no data. */
import { type PageFile, readPageFile } from '../report/page/page-files.js';

export interface ServedFile {
  readonly content: string;
  readonly type: string;
}

const TYPES: Readonly<Record<PageFile, string>> = {
  'index.html': 'text/html; charset=utf-8',
  'page.js': 'text/javascript; charset=utf-8',
  'page.css': 'text/css; charset=utf-8',
  'LICENSES.txt': 'text/plain; charset=utf-8',
};

/** Returns the files by their paths in URLs. @throws the error of `readFileSync` if the page was not built */
export function readServedFiles(): ReadonlyMap<string, ServedFile> {
  const names = Object.keys(TYPES) as readonly PageFile[];
  return new Map(
    names.map((name) => [
      name === 'index.html' ? '/' : `/${name}`,
      { content: readPageFile(name), type: TYPES[name] },
    ]),
  );
}
