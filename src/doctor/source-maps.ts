/** Checks that compiled code has a source map that exists and whose sources exist, so that they can be counted. */
import { existsSync } from 'node:fs';
import { relative } from 'node:path';
import { listSome, pluralize } from '../platform/plural-forms.js';
import { loadsOf } from '../run-log/logged-processes.js';
import { describeUnusableMap } from '../run-log/unusable-map.js';
import { type Check, type FindingText, findingsOr, ok, problem, warning } from './check.js';
import { COMPILED_EXTENSIONS, findCompiledTwins } from './evidence/compiled-twins.js';
import type { Facts } from './evidence/facts.js';
import { findMapDefect, type MapDefect } from './evidence/map-defect.js';

/** All files with the same defect. */
type DefectFinding = MapDefect & {
  /** Paths relative to the project. */
  readonly files: readonly string[];
  /** Whether a run loaded these files. */
  readonly executed: boolean;
};

export type SourceMapsFinding =
  | { readonly kind: 'compiled-files-absent' }
  | { readonly kind: 'source-maps-complete'; readonly count: number }
  | DefectFinding;

export const sourceMapsCheck: Check<SourceMapsFinding> = {
  name: 'source-maps',
  async examine(facts) {
    const { root } = facts;
    const { selection } = await facts.config();
    const twins = findCompiledTwins(selection, await facts.selected());
    const executed = await findExecuted(facts);
    const scripts = [...(await facts.selected()), ...executed].filter(isScript);
    const files = [...new Set([...twins, ...scripts])].filter((file) => existsSync(file)).sort();
    if (files.length === 0) return [{ kind: 'compiled-files-absent' }];
    const defects = files.flatMap((file) => {
      const defect = findMapDefect(file, root, twins.has(file));
      return defect ? [{ ...defect, files: [relative(root, file)], executed: executed.has(file) }] : [];
    });
    return findingsOr<SourceMapsFinding>(groupDefects(defects), {
      kind: 'source-maps-complete',
      count: files.length,
    });
  },
  describe: {
    'compiled-files-absent': () => ok('No compiled files are measured.'),
    'source-maps-complete': ({ count }) =>
      ok(`No source map is missing (${pluralize(count, 'JavaScript file')}).`),
    'map-absent': (finding) =>
      describeDefect(finding, 'no source map, although TypeScript of the same name is selected'),
    'map-missing': (finding) => describeDefect(finding, `${mapText(finding)} does not exist`),
    'map-invalid': (finding) => describeDefect(finding, `${mapText(finding)} is not valid JSON`),
    'map-unusable': (finding) =>
      describeDefect(finding, `${mapText(finding)} ${describeUnusableMap(finding)}`),
    'map-source-missing': (finding) =>
      describeDefect(
        finding,
        `${mapText(finding)} names ${finding.source}, which does not exist and is not embedded in the map`,
      ),
  },
};

function describeDefect({ files, executed }: DefectFinding, defect: string): FindingText {
  const remedy =
    'Compile with source maps ("sourceMap": true in tsconfig.json), and keep them next to the code.';
  const found = `${listSome(files)}: ${defect}`;
  return executed ? problem(`${found}. This code was executed.`, remedy) : warning(`${found}.`, remedy);
}

function mapText({ map }: { readonly map: string | null }): string {
  return map === null ? 'its inline source map' : `its source map ${map}`;
}

/** Returns the absolute paths of all files that runs have loaded. */
async function findExecuted({ recordings }: Facts): Promise<ReadonlySet<string>> {
  const log = (await recordings()).flatMap(({ runs }) => runs).flatMap(({ log }) => log);
  return new Set([...loadsOf(log, true), ...loadsOf(log, false)].map(({ file }) => file));
}

function isScript(file: string): boolean {
  return COMPILED_EXTENSIONS.some((suffix) => file.endsWith(suffix));
}

/** Joins the findings that differ only in their files, those about executed files first. */
function groupDefects(defects: readonly DefectFinding[]): readonly DefectFinding[] {
  const groups = new Map<string, DefectFinding>();
  for (const defect of [
    ...defects.filter(({ executed }) => executed),
    ...defects.filter(({ executed }) => !executed),
  ]) {
    const key = JSON.stringify({ ...defect, files: [] });
    groups.set(key, { ...defect, files: [...(groups.get(key)?.files ?? []), ...defect.files] });
  }
  return [...groups.values()];
}
