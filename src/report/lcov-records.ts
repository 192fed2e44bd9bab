/** Keeps the lcov text of coverage that grows: only the records of files whose counters have changed are written anew. */
import { relative, resolve } from 'node:path';
import libCoverage from 'istanbul-lib-coverage';
import libReport, { type Context } from 'istanbul-lib-report';
import { sourceHashAt } from '../collect/source-state.js';
import { type ProjectCoverage, toCoverageMap } from '../interchange/coverage-map.js';
import { escapeLine } from '../platform/escape-markup.js';
import type { Totals } from '../profile/model/totals.js';
import { override } from './istanbul/escaped-names.js';
import { ISTANBUL_REPORTERS } from './istanbul/istanbul-reporters.js';

export interface LcovRecords {
  /**
   * Returns the records of all files, sorted by path; `undefined` if nothing has changed since the previous call, or if there is no
   * file.
   *
   * @param root absolute path that the paths in metas are relative to
   */
  readonly update: (totals: Totals, root: string) => string | undefined;
}

/** @param projectRoot absolute path that the paths in records are relative to, as in those of `covermain report` */
export function createLcovRecords(projectRoot: string): LcovRecords {
  let seen = new Map<string, SeenMeta>();
  let seenRoot: string | undefined;
  const records = new Map<string, string>();
  return {
    update(totals, root) {
      if (root !== seenRoot) {
        seen = new Map();
        records.clear();
      }
      const next = describeMetas(totals);
      const changed = findChanged(seen, next);
      seen = next;
      seenRoot = root;
      if (changed.size === 0) return undefined;
      for (const path of changed) records.delete(toRecordName(resolve(root, path), projectRoot));
      const metas = new Map([...totals.metas].filter(([, { path }]) => changed.has(path)));
      const { map } = toCoverageMap({ ...totals, metas }, root, sourceHashAt);
      for (const record of toLcov(map, projectRoot).split(RECORD_END))
        if (record !== '') records.set(nameOf(record), record);
      if (records.size === 0) return undefined;
      return [...records]
        .sort(([one], [other]) => (one < other ? -1 : 1))
        .map(([, record]) => record)
        .join('');
    },
  };
}

interface SeenMeta {
  readonly path: string;
  /** Differs if a counter differs. */
  readonly counters: string;
}

function describeMetas({ metas, sums }: Totals): Map<string, SeenMeta> {
  return new Map([...metas].map(([hash, { path }]) => [hash, { path, counters: digestOf(sums.get(hash)) }]));
}

/** Sums cost less than copies of all counters. The second one differs if a counter grows as much as another one shrinks. */
function digestOf(counters: Float64Array | undefined): string {
  if (!counters) return '';
  let sum = 0;
  let weighted = 0;
  for (let probe = 0; probe < counters.length; probe++) {
    const count = counters[probe] ?? 0;
    sum += count;
    weighted += count * (probe + 1);
  }
  return `${sum} ${weighted}`;
}

/** Returns the paths whose metas or counters differ. */
function findChanged(
  before: ReadonlyMap<string, SeenMeta>,
  after: ReadonlyMap<string, SeenMeta>,
): ReadonlySet<string> {
  const changed = new Set<string>();
  for (const [hash, { path, counters }] of after)
    if (before.get(hash)?.counters !== counters) changed.add(path);
  for (const [hash, { path }] of before) if (!after.has(hash)) changed.add(path);
  return changed;
}

/** Names and texts contain no line breaks, because `lcovonly` escapes them. */
const RECORD_END = /(?<=^end_of_record\n)/m;

/** Returns the path in a record. */
function nameOf(record: string): string {
  return /^SF:(.*)$/m.exec(record)?.[1] ?? '';
}

/** Returns the path in the record of a file. @param path absolute */
function toRecordName(path: string, projectRoot: string): string {
  return relative(escapeLine(projectRoot), escapeLine(path));
}

/** Returns what Istanbul's reporter `lcovonly` writes. */
function toLcov(map: ProjectCoverage['map'], projectRoot: string): string {
  const lines: string[] = [];
  const content = {
    println: (line: string) => lines.push(`${line}\n`),
    close() {},
  };
  const context = libReport.createContext({
    dir: projectRoot,
    coverageMap: libCoverage.createCoverageMap({ ...map }),
  });
  const options = { projectRoot, skipEmpty: false, skipFull: false, maxCols: 0 };
  ISTANBUL_REPORTERS.lcovonly(options).execute(withContent(context, content));
  return lines.join('');
}

function withContent(context: Context, content: unknown): Context {
  return override(context, { writer: override(context.writer, { writeFile: () => content }) });
}
