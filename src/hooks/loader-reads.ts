/**
 * Instruments the ES modules that Node's own loader reads, in the thread that runs them, by replacing the two functions
 * with which it reads files. This needs no thread of hooks. It is meant for versions of Node that can no longer change:
 * later ones have `module.registerHooks` (docs/notes/loaders.md).
 */
import fs from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';
import { fileURLToPath } from 'node:url';
import { isCalledFrom } from './call-stack.js';
import type { FileInstrumenter } from './file-instrumenter.js';
import { showTextOf } from './function-text.js';
import { runsAsModule } from './module-format.js';

/** Prefix of the names of Node's scripts that load ES modules. */
const LOADER_SCRIPTS = 'NativeModule internal/modules/esm/';

/** Node's script that reads them. */
const LOADER = 'node:internal/modules/esm/load';

/** Number of inspected callers of a read: the app may have wrapped the function. */
const READ_DEPTH = 10;

/** The names of Node's internal scripts, in the order in which they were loaded. */
const { moduleLoadList } = process as unknown as { readonly moduleLoadList: readonly string[] };

export type TextReplacement = Pick<FileInstrumenter, 'mayReplace' | 'replace'>;

/** Whether Node's loader of ES modules is loaded. It takes `readFileSync` from `fs` only once, when it is loaded. */
export function isModuleLoaderLoaded(): boolean {
  return moduleLoadList.includes(`${LOADER_SCRIPTS}load`);
}

/** Whether hooks of `module.register` are registered, so that Node reads ES modules in its hooks thread. */
export function hasHooksThread(): boolean {
  return moduleLoadList.includes(`${LOADER_SCRIPTS}hooks`);
}

/**
 * Replaces the asynchronous reads of Node's loader, and the synchronous ones unless the loader is already loaded. All
 * other callers of `fs` get the original contents. ES modules import the original `readFileSync` by its name.
 */
export function replaceLoaderReads(instrumenter: TextReplacement): void {
  const { readFile } = fs.promises;
  // The proxy of a function has its name and properties, and does not appear in stack traces.
  const replacement = new Proxy(readFile, {
    apply(target, self, args) {
      const isRead = isLoaderRead(args) && isCalledFrom(LOADER, this.apply as typeof readFile, READ_DEPTH);
      if (isRead) restoreSynchronous();
      const content: Promise<unknown> = Reflect.apply(target, self, args);
      return isRead ? content.then((bytes) => replaceModule(bytes, args[0], instrumenter)) : content;
    },
  });
  showTextOf(readFile, replacement);
  fs.promises.readFile = replacement;
  syncBuiltinESMExports();
  const restoreSynchronous = isModuleLoaderLoaded() ? () => {} : replaceSynchronousReads(instrumenter);
}

/** The arguments with which Node's loader reads a file. A function of the app in between may add an absent one. */
function isLoaderRead(args: readonly unknown[]): args is readonly [URL] {
  return args[0] instanceof URL && args[1] === undefined;
}

/**
 * Replaces `fs.readFileSync` until Node's loader has taken it. The app may mock it meanwhile, so it must not become a getter.
 *
 * @returns a function that restores it
 */
function replaceSynchronousReads(instrumenter: TextReplacement): () => void {
  const { readFileSync } = fs;
  const restore = () => {
    if (fs.readFileSync === replacement) Reflect.set(fs, 'readFileSync', readFileSync);
  };
  const read = (_target: unknown, self: unknown, args: readonly unknown[]) => {
    const isRead = isLoaderRead(args) && isCalledFrom(LOADER, read, READ_DEPTH);
    const content: unknown = Reflect.apply(readFileSync, self, args);
    return isRead ? replaceModule(content, args[0], instrumenter) : content;
  };
  let isLoaded = false;
  let seen = 0;
  const replacement = new Proxy(readFileSync, {
    // Without this function, the proxy calls its target, and stack traces contain nothing of covermain.
    get apply() {
      if (seen < moduleLoadList.length) isLoaded ||= isModuleLoaderLoaded();
      seen = moduleLoadList.length;
      if (!isLoaded) return undefined;
      restore();
      return read;
    },
  } as ProxyHandler<typeof readFileSync>);
  showTextOf(readFileSync, replacement);
  fs.readFileSync = replacement;
  return restore;
}

/** Returns the instrumented text of an ES module, or the content of any other file. */
function replaceModule(content: unknown, url: URL, { mayReplace, replace }: TextReplacement): unknown {
  if (!Buffer.isBuffer(content) || url.protocol !== 'file:') return content;
  const file = fileURLToPath(url);
  if (!mayReplace(file)) return content;
  const source = content.toString('utf8');
  if (!runsAsModule(file, () => source)) return content;
  const text = replace(source, file);
  return text === source ? content : Buffer.from(text);
}
