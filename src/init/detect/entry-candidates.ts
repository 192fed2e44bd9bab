/** Finds the modules that may start the app of a project. */
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { findSourceOf, isInOutputDirectory } from './compiled-source.js';
import { type Manifest, textsOf } from './manifest.js';
import { findNestEntry } from './nest-entry.js';
import { resolveModule } from './resolve-module.js';
import { listScriptStarts, type ScriptStart } from './script-starts.js';
import type { ProjectTsconfig } from './tsconfigs.js';

/** What a candidate was found by. */
export type EntryOrigin =
  | ({ readonly by: 'script' } & ScriptStart)
  | { readonly by: 'field'; readonly field: string }
  | { readonly by: 'name' }
  | { readonly by: 'option' };

export interface EntryCandidate {
  /** Absolute path of the module to start: the source, if the package names a compiled file. */
  readonly file: string;
  /** Absolute path of the compiled file that the package names; it may not exist. */
  readonly compiled: string | undefined;
  readonly origin: EntryOrigin;
}

/** A project, as far as it decides what a name of a file means. */
export interface EntryContext {
  /** Absolute path. */
  readonly root: string;
  readonly manifest: Manifest;
  readonly tsconfigs: readonly ProjectTsconfig[];
}

/** Names of entries by convention, the usual ones first. */
const USUAL_NAMES = ['main', 'index', 'server', 'app'];
const USUAL_DIRECTORIES = ['src', '.', 'app', 'server', 'bin'];

/**
 * Returns the modules that may start the app, the best first: those that scripts start, if one of them has a usual name; else
 * those that `bin`, `main` and `module` name, then those of other scripts; else those with a usual name. Each module is listed once.
 */
export function listEntryCandidates(context: EntryContext): readonly EntryCandidate[] {
  const lists = [fromScripts(context), fromFields(context)] as const;
  const named = preferUsual(...lists);
  const candidates = named.length > 0 ? named : fromNames(context);
  const files = candidates.map(({ file }) => file);
  return candidates.filter(({ file }, index) => files.indexOf(file) === index);
}

/** Orders candidates. A script tells more about a module than a field that names it, too. */
function preferUsual(
  scripts: readonly EntryCandidate[],
  fields: readonly EntryCandidate[],
): readonly EntryCandidate[] {
  if (scripts.some(isUsual)) return scripts;
  const started = scripts.filter(({ file }) => fields.some((field) => field.file === file));
  return [...started, ...fields, ...scripts];
}

/** Whether a candidate has not only been found by a script with an unusual name, such as `start:api`. */
export function isUsual({ origin }: EntryCandidate): boolean {
  return origin.by !== 'script' || !origin.isVariant;
}

/** Returns the candidate for a file, or for a name without its extension; `undefined` if there is none. */
export function findEntry(
  context: EntryContext,
  name: string,
  origin: EntryOrigin,
  from = context.root,
): EntryCandidate | undefined {
  const { root, manifest, tsconfigs } = context;
  const resolved = resolveModule(root, from, name === '.' ? mainOf(manifest) : name);
  const compiled = resolved ?? join(from, name);
  const source = findSourceOf(root, compiled, tsconfigs);
  if (source !== undefined) return { file: source, compiled, origin };
  if (resolved === undefined) return undefined;
  return { file: resolved, compiled: isInOutputDirectory(root, resolved) ? resolved : undefined, origin };
}

function fromScripts(context: EntryContext): readonly EntryCandidate[] {
  const candidateOf = (name: string) => findEntry(context, name, { by: 'name' });
  const starts = listScriptStarts(textsOf(context.manifest, 'scripts'), {
    resolve: (name) => candidateOf(name)?.file,
    resolveNestEntry: (app) => findNestEntry(context.root, app),
  });
  return starts.map((start) => ({
    file: start.command.file,
    compiled: candidateOf(start.command.name)?.compiled,
    origin: { by: 'script', ...start },
  }));
}

function fromFields(context: EntryContext): readonly EntryCandidate[] {
  const { content } = context.manifest;
  const bins = Object.values(textsOf(context.manifest, 'bin'));
  const named: readonly (readonly [field: string, name: unknown])[] = [
    ...[content.bin, ...bins].map((name) => ['bin', name] as const),
    ['main', content.main],
    ['module', content.module],
  ];
  return named.flatMap(([field, name]) => {
    const candidate = typeof name === 'string' ? findEntry(context, name, { by: 'field', field }) : undefined;
    return candidate ? [candidate] : [];
  });
}

function fromNames(context: EntryContext): readonly EntryCandidate[] {
  for (const directory of USUAL_DIRECTORIES) {
    const from = join(context.root, directory);
    if (!existsSync(from)) continue;
    for (const name of USUAL_NAMES) {
      const file = resolveModule(context.root, from, `./${name}`);
      if (file !== undefined) return [{ file, compiled: undefined, origin: { by: 'name' } }];
    }
  }
  return [];
}

/** Returns the name that `node .` starts. */
function mainOf({ content }: Manifest): string {
  return typeof content.main === 'string' ? content.main : 'index.js';
}
