/** Describes the app that a module starts. */
import { extname, relative } from 'node:path';
import type { Node, Program } from 'oxc-parser';
import { parse } from '../../instrument/probe/syntax/parse.js';
import { CovermainError, messageOf } from '../../platform/errors.js';
import { readTextFile } from '../../platform/read-text-file.js';
import { metaPathOf } from '../../profile/model/file-meta.js';
import { type CodeStyle, detectCodeStyle } from './code-style.js';
import type { EntryCandidate, EntryContext } from './entry-candidates.js';
import { type AppKind, readAppModules } from './framework.js';
import { detectStartKind, type StartKind } from './start-kind.js';

export type ModuleSystem = 'ES modules' | 'CommonJS';

/** How a test main starts the app; `plugin`: as `fastify start` starts a plugin of Fastify. */
export type AppStart = StartKind | 'plugin';

/** The app that a test main starts. */
export interface DetectedApp {
  readonly entry: EntryCandidate;
  readonly kind: AppKind;
  readonly start: AppStart;
  readonly isTypeScript: boolean;
  /** How Node treats the entry. */
  readonly moduleSystem: ModuleSystem;
  readonly style: CodeStyle;
  /** Whether its imports name TypeScript files as they are, such as `./cart.ts`. */
  readonly importsTypeScriptNames: boolean;
  /** Paths of the app's modules relative to the root, with `/`; the entry first. */
  readonly modules: readonly string[];
}

/** @throws CovermainError `ENTRY_NOT_FOUND` if the entry cannot be read or parsed */
export function describeApp({ root, manifest }: EntryContext, entry: EntryCandidate): DetectedApp {
  const { file } = entry;
  const source = readSource(root, file);
  const program = parseSource(root, file, source);
  const { kind, files } = readAppModules(root, file, manifest);
  return {
    entry,
    kind,
    start: isPlugin(entry) ? 'plugin' : detectStartKind(program, source),
    isTypeScript: isTypeScriptName(file),
    moduleSystem: moduleSystemOf(file, manifest.content.type, program),
    style: detectCodeStyle(source),
    importsTypeScriptNames: /\b(?:from|import)\s*\(?\s*['"]\.[^'"\n]*\.[cm]?tsx?['"]/.test(source),
    modules: files.map((path) => metaPathOf(root, path)),
  };
}

function isPlugin({ origin }: EntryCandidate): boolean {
  return origin.by === 'script' && origin.command.runner === 'fastify';
}

export function isTypeScriptName(file: string): boolean {
  return /^\.[cm]?tsx?$/.test(extname(file));
}

/** @param type value of `type` in package.json. Without one, Node decides by the syntax of a JavaScript file. */
function moduleSystemOf(file: string, type: unknown, program: Program): ModuleSystem {
  const extension = extname(file);
  if (extension.startsWith('.m') || extension.startsWith('.c'))
    return extension.startsWith('.m') ? 'ES modules' : 'CommonJS';
  const isDetected = type === undefined && !isTypeScriptName(file) && program.body.some(isModuleSyntax);
  return type === 'module' || isDetected ? 'ES modules' : 'CommonJS';
}

function isModuleSyntax({ type }: Node): boolean {
  return /^(?:Import|Export)/.test(type);
}

function readSource(root: string, file: string): string {
  try {
    return readTextFile(file);
  } catch (error) {
    throw invalidEntry(root, file, error);
  }
}

function parseSource(root: string, file: string, source: string): Program {
  try {
    return parse(source, file).program;
  } catch (error) {
    throw invalidEntry(root, file, error);
  }
}

function invalidEntry(root: string, file: string, cause: unknown): CovermainError {
  return new CovermainError(
    'ENTRY_NOT_FOUND',
    `Cannot read the entry ${relative(root, file)}: ${messageOf(cause)}. Fix it, or name another one with --entry.`,
    { cause },
  );
}
