/** Whether compiled code can be counted on its sources: by its source map, which is there and names files that are. */
import { existsSync, readFileSync } from 'node:fs';
import { basename, relative, resolve } from 'node:path';
import { listSome, pluralize } from '../platform/plural-forms.js';
import { loadsOf } from '../run-log/run-log.js';
import { createSelector } from '../selection/selector.js';
import type { Selection } from '../settings/run-context.js';
import { readInputMap } from '../source-maps/input-map.js';
import { originalFiles } from '../source-maps/original-files.js';
import { type Check, type Finding, ok, orOk, problem, warning } from './check.js';

/** What compilers write. */
const COMPILED = ['.js', '.cjs', '.mjs'];

const TYPESCRIPT = /(?<!\.d)\.[cm]?tsx?$/;

/** A comment of its own, not a text that names one. */
const NAMED_MAP = /^\s*\/[/*][#@]\s*sourceMappingURL=(?<url>\S+)/m;

/** What is missing for a compiled file to be counted on its sources. */
interface Lack {
  /** Absolute path. */
  readonly file: string;
  readonly what: string;
}

export const sourceMapsCheck: Check = {
  name: 'source-maps',
  async look(facts) {
    const { root } = facts;
    const twins = await findTwins((await facts.config()).selection, await facts.selected());
    const log = (await facts.recordings()).flatMap(({ logs }) => logs).flat();
    const ran = new Set([...loadsOf(log, true), ...loadsOf(log, false)].map(({ file }) => file));
    const scripts = [...(await facts.selected()), ...ran].filter(isScript);
    const files = [...new Set([...twins, ...scripts])].filter((file) => existsSync(file)).sort();
    if (files.length === 0) return [ok('no compiled files are measured')];
    const lacks = files.map((file) => ({ file, what: lackOf(file, root, twins.has(file)) }));
    return orOk(
      describe(lacks.filter(isLack), ran, root),
      `${pluralize(files.length, 'JavaScript file')}, none of which lacks a source map`,
    );
  },
};

function isScript(file: string): boolean {
  return COMPILED.some((suffix) => file.endsWith(suffix));
}

function isLack(one: { readonly file: string; readonly what: string | undefined }): one is Lack {
  return one.what !== undefined;
}

/** JavaScript that is beside selected TypeScript, or in another folder at the same place below it: `dist/a.js`, `src/a.ts`. */
async function findTwins(selection: Selection, chosen: readonly string[]): Promise<ReadonlySet<string>> {
  const { root } = selection;
  const typed = chosen.filter((file) => TYPESCRIPT.test(file)).map((file) => relative(root, file));
  if (typed.length === 0) return new Set();
  const places = new Set(typed.flatMap((file) => [placeOf(file), behindFolder(placeOf(file))]));
  const scripts = await createSelector({ ...selection, include: [], extension: COMPILED }).glob();
  const isTwin = (file: string) => {
    const place = placeOf(file);
    return places.has(place) || (place.includes('/') && places.has(behindFolder(place)));
  };
  return new Set(scripts.filter(isTwin).map((file) => resolve(root, file)));
}

/** A path without its extension. */
function placeOf(file: string): string {
  return file.replaceAll('\\', '/').replace(/\.[cm]?[jt]sx?$/, '');
}

/** Without the first folder. */
function behindFolder(place: string): string {
  return place.slice(place.indexOf('/') + 1);
}

function lackOf(file: string, root: string, isTwin: boolean): string | undefined {
  const source = readFileSync(file, 'utf8');
  const url = NAMED_MAP.exec(source)?.groups?.url;
  if (url === undefined) return isTwin ? 'no source map, though there is TypeScript of its name' : undefined;
  const named = url.startsWith('data:') ? 'its source map' : `its source map ${basename(url)}`;
  try {
    const map = readInputMap(source, file);
    if (map === undefined) return `${named} is not there`;
    const missing = originalFiles(file, map, root).filter(
      (path, index) => path !== undefined && !map.sourcesContent?.[index] && !existsSync(path),
    );
    if (missing.length === 0) return undefined;
    return `${named} names ${relative(root, missing[0] ?? '')}, which is not there, nor is its text in the map`;
  } catch {
    return `${named} is no JSON`;
  }
}

/** Files that lack the same in one line; those that ran first. */
function describe(lacks: readonly Lack[], ran: ReadonlySet<string>, root: string): readonly Finding[] {
  const linesOf = (some: readonly Lack[], end: string) =>
    [...new Set(some.map(({ what }) => what))].map((kind) => {
      const files = some.filter(({ what }) => what === kind).map(({ file }) => relative(root, file));
      return `${listSome(files)}: ${kind}${end}`;
    });
  const remedy =
    'compile with source maps ("sourceMap": true in tsconfig.json), and keep them beside the code';
  return [
    ...linesOf(
      lacks.filter(({ file }) => ran.has(file)),
      ', and it ran',
    ).map((found) => problem(found, remedy)),
    ...linesOf(
      lacks.filter(({ file }) => !ran.has(file)),
      '',
    ).map((found) => warning(found, remedy)),
  ];
}
