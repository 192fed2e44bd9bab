/** `covermain inject FILE…`: adds an import and a snippet to source files, and removes them again. */
import { dirname, parse, resolve } from 'node:path';
import { changesContent, type FileChange } from '../file-changes/file-change.js';
import { writeFileChanges } from '../file-changes/write-file-changes.js';
import { type EditableFile, readEditableFile } from '../inject/editable-file.js';
import { injectCode, isModuleFile, removeInjectedCode } from '../inject/inject.js';
import { loadSnippet } from '../inject/load-snippet.js';
import { findGitTop } from '../project/package.js';
import { type Print, printLines } from './print.js';
import { printDiff } from './print-diff.js';

export interface InjectOptions {
  /** Paths relative to `cwd`. */
  readonly files: readonly string[];
  readonly cwd: string;
  /** Module to import. */
  readonly specifier: string;
  /** Path of a snippet, relative to `cwd`, or name of a shipped one. */
  readonly snippet?: string | undefined;
  /** Name of the function that gets the snippet. */
  readonly functionName: string;
  /** Whether to remove injected code. */
  readonly remove?: boolean;
  /** Whether to write nothing, and to return 1 if a file would change. */
  readonly check?: boolean;
  /** Whether to write nothing, and to print a diff. */
  readonly dryRun?: boolean;
  readonly print: Print;
  readonly logLine: (line: string) => void;
}

/** A planned change, and the path by which the user knows the file. */
interface NamedChange extends FileChange {
  readonly name: string;
  readonly packageType: unknown;
}

const AUTO = 'covermain/auto';

/**
 * Changes all files, or none.
 *
 * @returns the exit code
 * @throws CovermainError `INPUT_NOT_FOUND`, `FILE_NOT_EDITABLE`, `FILE_CHANGED`, `SOURCE_NOT_PARSED`, `FUNCTION_NOT_FOUND`,
 *   `SNIPPET_INVALID`, `INJECTION_EDITED`, `OUTPUT_NOT_WRITABLE`
 */
export async function injectCommand(options: InjectOptions): Promise<number> {
  const { check = false, dryRun = false, cwd, print } = options;
  const planned = planChanges(options);
  const changes = planned.filter(changesContent);
  if (dryRun) printDiff(print, changes, findDiffBase(changes, cwd));
  if (check && !dryRun)
    printLines(
      print,
      changes.map(({ name }) => name),
    );
  if (!check && !dryRun) {
    // The paths are real ones, and `readEditableFile` has refused files of other projects.
    writeFileChanges(changes, parse(changes[0]?.path ?? cwd).root);
    logResults(planned, options);
    adviseImport(changes, options);
  }
  return check && changes.length > 0 ? 1 : 0;
}

/** Returns the directory that the paths of the diff are relative to. Git expects the top of the repository. */
function findDiffBase([first]: readonly FileChange[], cwd: string): string {
  return (first && findGitTop(dirname(first.path))) ?? cwd;
}

function planChanges(options: InjectOptions): readonly NamedChange[] {
  const { files, cwd, specifier, snippet, functionName, remove = false } = options;
  const loaded = snippet === undefined ? undefined : loadSnippet(snippet, cwd);
  const edit = ({ text, name, packageType }: EditableFile) =>
    remove
      ? removeInjectedCode(text, name)
      : injectCode(text, name, { specifier, snippet: loaded, functionName, packageType });
  return readOnce(files, cwd).map((file) => ({
    name: file.name,
    packageType: file.packageType,
    path: file.path,
    before: file.bytes,
    after: Buffer.from(edit(file)),
  }));
}

/** Reads the files. A file that is named twice is read once. */
function readOnce(files: readonly string[], cwd: string): readonly EditableFile[] {
  const read = files.map((name) => readEditableFile(resolve(cwd, name), name));
  return [...new Map(read.map((file) => [file.path, file])).values()];
}

function logResults(planned: readonly NamedChange[], { remove = false, logLine }: InjectOptions): void {
  for (const change of planned) {
    if (changesContent(change)) logLine(`${remove ? 'Restored' : 'Changed'} ${change.name}`);
    else
      logLine(
        `${change.name} is unchanged: ${remove ? 'it contains no injected code' : 'it has the code already'}`,
      );
  }
}

/** Logs how to measure the files that Node.js loads before an ES module imports covermain. */
function adviseImport(changes: readonly NamedChange[], { specifier, remove, logLine }: InjectOptions): void {
  if (remove || specifier !== AUTO) return;
  const first = changes.find(
    ({ after, name, packageType }) => after && isModuleFile(Buffer.from(after).toString(), name, packageType),
  );
  if (first)
    logLine(
      `${first.name} and the files that it imports statically are loaded before ${AUTO}, so they are not measured. ` +
        `To measure every file: node --conditions=covermain --import ${AUTO}`,
    );
}
