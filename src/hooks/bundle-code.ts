/**
 * V8's code cache of covermain's own bundles: of the hooks, which every process and thread of a run loads, and of the command
 * line. It contains the functions that a process has used, so V8 need not compile them again: that would take a quarter of the
 * time that the hooks take, and more than the command needs until it starts its program.
 *
 * V8 accepts the code of any other text of the same length, and does not look for damage. So a file starts with everything
 * that the code depends on, and contains the code twice: comparing is a hundred times faster than a hash in plain
 * JavaScript, and Node's `crypto` takes too long to load.
 *
 * `preload.cts` contains this module, so it loads the modules of Node only when it needs them.
 */
import type { Stats } from 'node:fs';
import type vm from 'node:vm';
import { bundleCodeNameOf } from '../cache/bundle-names.js';
import { PARAMETERS, SCOPE_STUB } from './module-scope.js';
import { canUseCodeCache, compilerOptions } from './usable-code-cache.js';

/** A module as Node's loader has it. */
export interface LoaderModule {
  exports: unknown;
  filename: string;
  loaded: boolean;
  paths: string[];
  /** Set in the module of a bundle whose code cache is missing. */
  missingCode?: MissingCode | undefined;
  _compile(text: string, file: string): unknown;
}

type LoaderModuleClass = new (file: string, parent: NodeJS.Module) => LoaderModule;

/** The code cache of a bundle that has to be written. */
export interface MissingCode {
  /** Absolute path of the file. */
  readonly path: string;
  /** Returns the content of the file, or `undefined` if it could not be told from a damaged one. */
  readonly create: () => Buffer | undefined;
}

/** Digits of the number of bytes of the code. */
const LENGTH_DIGITS = 9;

/** Power failures can leave such blocks of zeros in a file, in both copies of the code. */
const LOST_BLOCK = 512;

/** Modes with which others may write. */
const OTHERS_WRITE = 0o022;

interface CompiledBundle {
  readonly run: (...scope: readonly unknown[]) => unknown;
  readonly missingCode: MissingCode | undefined;
}

/**
 * Loads a bundle as `require` does, compiled from its code cache if it has one.
 *
 * @param file absolute path
 * @param parent module that loads it
 * @param directory absolute path of the cache
 * @returns whether it is loaded
 * @throws the errors of the bundle
 */
export function loadFromCode(file: string, parent: NodeJS.Module, directory: string): boolean {
  if (require.cache[file] || !canUseCodeCache()) return false;
  const bundle = compileBundle(file, directory);
  if (!bundle) return false;
  const module = new (parent.constructor as LoaderModuleClass)(file, parent);
  module.filename = file;
  module.paths = parent.paths;
  module.missingCode = bundle.missingCode;
  require.cache[file] = module as unknown as NodeJS.Module;
  try {
    const scope = module._compile(SCOPE_STUB, file) as readonly unknown[];
    Reflect.apply(bundle.run, scope[0], scope);
    module.loaded = true;
    return true;
  } catch (error) {
    delete require.cache[file];
    throw error;
  }
}

function compileBundle(file: string, directory: string): CompiledBundle | undefined {
  try {
    const { Script }: typeof vm = require('node:vm');
    const { content, stats } = readFile(file);
    const key = keyOf(file, stats);
    const path = `${directory}/${bundleCodeNameOf(key)}`;
    const cachedData = readCode(directory, path, key);
    const text = `(function (${PARAMETERS.join(', ')}) {${content.toString('utf8')}\n})`;
    const script = new Script(text, { filename: file, ...(cachedData ? { cachedData } : {}) });
    const isMissing = !cachedData || script.cachedDataRejected === true;
    const create = () => encodeCode(key, script.createCachedData());
    return { run: script.runInThisContext(), missingCode: isMissing ? { path, create } : undefined };
  } catch {
    return undefined; // Node loads the bundle itself, or reports the error
  }
}

/** Returns everything that the code depends on, as a line. npm sets the modification time of all files to the same moment. */
function keyOf(file: string, { size, mtimeMs, ctimeMs, ino }: Stats): string {
  const { version, arch } = process;
  return `${JSON.stringify([version, arch, file, size, mtimeMs, ctimeMs, ino, compilerOptions()])}\n`;
}

/** Returns the code; `undefined` if there is none, if it is damaged, or if others may have written it. */
function readCode(directory: string, path: string, key: string): Buffer | undefined {
  try {
    const { statSync }: typeof import('node:fs') = require('node:fs');
    if (!isPrivate(statSync(directory))) return undefined;
    const { content, stats } = readFile(path);
    return isPrivate(stats) && stats.isFile() ? decodeCode(key, content) : undefined;
  } catch {
    return undefined; // it does not exist
  }
}

/** Returns the content of a file with the code of a key. */
function encodeCode(key: string, code: Buffer): Buffer | undefined {
  const file = Buffer.concat([startOf(key, code.length), code, code]);
  return decodeCode(key, file) && file;
}

/** Returns the code in a file, or `undefined` if the file is damaged or has another key. */
export function decodeCode(key: string, file: Buffer): Buffer | undefined {
  const length = (file.length - startOf(key, 0).length) / 2;
  if (!(Number.isInteger(length) && length > 0)) return undefined;
  const start = startOf(key, length);
  if (start.compare(file, 0, start.length) !== 0) return undefined;
  const code = file.subarray(start.length, start.length + length);
  const isIntact =
    code.equals(file.subarray(start.length + length)) && !code.includes(Buffer.alloc(LOST_BLOCK));
  return isIntact ? code : undefined;
}

/** Returns the start of a file, before the two copies of the code. It is as long for each number of bytes. */
function startOf(key: string, length: number): Buffer {
  return Buffer.from(`${key}${String(length).padStart(LENGTH_DIGITS, '0')}\n`);
}

function readFile(path: string): { readonly content: Buffer; readonly stats: Stats } {
  const {
    closeSync,
    constants,
    fstatSync,
    openSync,
    readFileSync,
  }: typeof import('node:fs') = require('node:fs');
  const { O_RDONLY, O_NOFOLLOW = 0, O_NONBLOCK = 0 } = constants;
  const descriptor = openSync(path, O_RDONLY | O_NOFOLLOW | O_NONBLOCK);
  try {
    return { stats: fstatSync(descriptor), content: readFileSync(descriptor) };
  } finally {
    closeSync(descriptor);
  }
}

/** Whether only this user can write a file or directory. The cache of Windows is in the directory of its user. */
function isPrivate({ uid, mode }: Stats): boolean {
  return process.platform === 'win32' || (uid === process.geteuid?.() && (mode & OTHERS_WRITE) === 0);
}
