/**
 * Gives an `Error.prepareStackTrace` of the app the columns of the files instead of those of the instrumented code:
 * source-map-support, ts-node and depd set one.
 *
 * The methods of V8's call sites cannot be replaced, but a call site can get methods of its own. So `Error.prepareStackTrace`
 * becomes an accessor, from which Node gets a function that adds them, and the app gets its own function.
 */
import { fileURLToPath } from 'node:url';
import { isCalledFrom } from '../call-stack.js';

/** Node's script that calls `Error.prepareStackTrace`. */
const CALLER = 'node:internal/errors';

type Site = NodeJS.CallSite & { readonly toString: () => string };

/**
 * Returns the column in the file.
 *
 * @param file absolute path
 * @param line starting at 1
 * @param column in the instrumented code, starting at 1
 */
export type FindColumn = (file: string, line: number, column: number) => number;

export interface CallSites {
  /**
   * Returns the column in the instrumented code of a position in which Node or the app looks up a source map. It may be the
   * position of the call site that was read last. Lines and columns start at 0.
   */
  readonly codeColumnOf: (line: number, column: number) => number;
  readonly restore: () => void;
}

/** A position that was read from a call site. Lines and columns start at 1. */
interface ReadPosition {
  readonly line: number;
  readonly column: number;
  readonly codeColumn: number;
}

/** Matches the position at the end of a frame. */
const COLUMN = /:\d+(\)?)$/;

/** Shows the columns of the files in this thread, unless the app has locked `Error.prepareStackTrace`. */
export function showFileColumns(findColumn: FindColumn): CallSites {
  let last: ReadPosition | undefined;
  const showColumn = (site: Site) => {
    const file = toPath(site.getFileName());
    const line = site.getLineNumber();
    const codeColumn = site.getColumnNumber();
    if (file === undefined || line === null || codeColumn === null) return;
    const column = findColumn(file, line, codeColumn);
    if (column === codeColumn) return;
    const text = site.toString().replace(COLUMN, `:${column}$1`);
    addMethod(site, 'toString', () => text);
    addMethod(site, 'getColumnNumber', () => {
      last = { line, column, codeColumn };
      return column;
    });
  };
  return {
    codeColumnOf(line, column) {
      const isLast = last?.line === line + 1 && last.column === column + 1;
      const codeColumn = isLast && last ? last.codeColumn - 1 : column;
      last = undefined;
      return codeColumn;
    },
    restore: replacePrepareStackTrace((sites) => {
      for (const site of sites) showColumn(site);
    }),
  };
}

function addMethod(site: Site, name: 'getColumnNumber' | 'toString', value: () => unknown): void {
  Reflect.defineProperty(site, name, { value, writable: true, configurable: true });
}

type PrepareStackTrace = (error: Error, sites: readonly Site[]) => unknown;

/**
 * Makes `Error.prepareStackTrace` an accessor.
 *
 * @param prepare changes the call sites before a function of the app gets them
 * @returns a function that undoes it
 */
function replacePrepareStackTrace(prepare: (sites: readonly Site[]) => void): () => void {
  const name = 'prepareStackTrace';
  const descriptor = Object.getOwnPropertyDescriptor(Error, name);
  const initial: unknown = descriptor?.value;
  let current = initial;
  const replacement = function (this: unknown, error: Error, sites: readonly Site[]) {
    prepare(sites);
    return Reflect.apply(current as PrepareStackTrace, this, [error, sites]);
  };
  const get = () => {
    // Node's own function reads the source maps itself if they are enabled.
    const isOwn = current === initial && process.sourceMapsEnabled;
    if (typeof current !== 'function' || isOwn) return current;
    return isCalledFrom(CALLER, get, 1) ? replacement : current;
  };
  const isReplaced = Reflect.defineProperty(Error, name, {
    configurable: true,
    enumerable: descriptor?.enumerable ?? false,
    get,
    set(this: unknown, value: unknown) {
      if (this === Error) current = value;
      // An assignment to a subclass of `Error`.
      else Object.defineProperty(this, name, { value, writable: true, enumerable: true, configurable: true });
    },
  });
  return () => {
    if (!isReplaced) return;
    if (descriptor) Object.defineProperty(Error, name, { ...descriptor, value: current });
    else Reflect.deleteProperty(Error, name);
  };
}

const pathsOfUrls = new Map<string, string | undefined>();

/** Returns the absolute path of the file of a call site; `undefined` if it has none. */
function toPath(name: string | null | undefined): string | undefined {
  if (!name?.startsWith('file:')) return name ?? undefined;
  if (!pathsOfUrls.has(name)) pathsOfUrls.set(name, pathOf(name));
  return pathsOfUrls.get(name);
}

function pathOf(url: string): string | undefined {
  try {
    return fileURLToPath(url);
  } catch {
    return undefined;
  }
}
