/** Writes the files of a report into its directory, and removes those of an earlier report. */
import {
  closeSync,
  lstatSync,
  mkdirSync,
  openSync,
  readdirSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { temporaryPathIn } from '../../platform/private-files.js';
import { writeAtomically } from '../../platform/write-atomically.js';

/** Names of data files that the reporter writes. It leaves all other files as they are. */
const DATA_FILE = /^(?:run|table|(?:file|sessions?)-\d+)\.js$/;

export interface ReportDirectory {
  /** Writes a file of the page, such as `index.html`. */
  readonly writeFile: (name: string, text: string) => void;
  /** Writes a data file. @param name without `.js` */
  readonly writeData: (name: string, texts: Iterable<string>) => void;
  /** Removes the data files of an earlier report that were not written again. */
  readonly removeOld: () => void;
}

/**
 * Creates the directory if it is missing. Removes the file `first` of an earlier report, so that a page that is opened too early
 * shows that the report is incomplete, instead of a mixture.
 *
 * @param path absolute
 * @param first name of the data file that the page loads first, without `.js`
 * @throws Error of the file system
 */
export function openReportDirectory(path: string, first: string): ReportDirectory {
  const data = join(path, 'data');
  mkdirSync(join(path, '..'), { recursive: true });
  for (const directory of [path, data]) createUnlinked(directory);
  rmSync(join(data, `${first}.js`), { force: true });
  const written = new Set<string>();
  return {
    writeFile: (name, text) => writeAtomically(join(path, name), text, { isPublic: true }),
    writeData(name, texts) {
      const file = `${name}.js`;
      writeTexts(data, file, texts);
      written.add(file);
    },
    removeOld() {
      for (const name of readdirSync(data))
        if (DATA_FILE.test(name) && !written.has(name)) rmSync(join(data, name), { force: true });
    },
  };
}

/** Creates a directory. Refuses a link in its place, which could lead anywhere. */
function createUnlinked(path: string): void {
  const stats = lstatSync(path, { throwIfNoEntry: false });
  if (stats?.isSymbolicLink()) throw new LinkError(path);
  if (!stats?.isDirectory()) mkdirSync(path);
}

/** Has the fields of an error of the file system, so that it is reported as one. */
class LinkError extends Error {
  readonly code = 'ELOOP';
  readonly syscall = 'mkdir';

  constructor(readonly path: string) {
    super(`${path} is a symbolic link`);
  }
}

/** Writes texts one after the other: all sessions of a large file may be more than one text can hold. */
function writeTexts(directory: string, name: string, texts: Iterable<string>): void {
  const temporary = temporaryPathIn(directory);
  try {
    const descriptor = openSync(temporary, 'wx');
    try {
      for (const text of texts) writeFileSync(descriptor, text);
    } finally {
      closeSync(descriptor);
    }
    renameSync(temporary, join(directory, name));
  } catch (error) {
    rmSync(temporary, { force: true });
    throw error;
  }
}
