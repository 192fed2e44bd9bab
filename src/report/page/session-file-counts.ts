/** Counts what a session ran in a file, in the order of the items that the page shows. */
import type { IstanbulFile } from '../../interchange/from-istanbul.js';
import type { Count, FileMeta } from '../../profile/model/file-meta.js';
import { sumProbes } from '../../profile/model/meta-items.js';
import type { Totals } from '../../profile/model/totals.js';
import { type FileShape, shapeOf } from '../../view/covered-bits.js';
import { coverageInSession, type WholeCoverage } from '../session-lines.js';
import { alignCounts, itemsKey } from './align-counts.js';
import { toFileItems, toFileView } from './file-view.js';

/** Coverage of all inputs together, with the items of the versions that the report shows. */
export interface CountedCoverage extends WholeCoverage {
  readonly map: Readonly<Record<string, IstanbulFile>>;
}

export interface SessionFileCounts {
  readonly shape: FileShape;
  /** In the order of `FileItems`. */
  readonly counts: readonly number[];
}

/** @param hashes hashes of the metas of the file with counts in the session */
type CountInSession = (file: IstanbulFile, session: Totals, hashes: readonly string[]) => SessionFileCounts;

/** Returns a function that counts. It compares each meta with the version of the report only once for all sessions. */
export function createSessionCounter(whole: CountedCoverage): CountInSession {
  const shown = new Map<string, { readonly shape: FileShape; readonly key: string }>();
  const equal = new Map<string, readonly Count[] | null>();
  const describe = (file: IstanbulFile) => {
    const { items } = toFileView(file);
    const described = shown.get(file.path) ?? { shape: shapeOf(items), key: itemsKey(items) };
    shown.set(file.path, described);
    return described;
  };
  /** Returns the items of a meta if they are those of the report. */
  const itemCountsOf = (hash: string, meta: FileMeta, file: IstanbulFile): readonly Count[] | null => {
    const known = equal.get(hash);
    if (known !== undefined) return known;
    const isShown = meta.sourceHash === file.hash && itemsKey(toFileItems(meta)) === describe(file).key;
    const found = isShown ? listCounts(meta) : null;
    equal.set(hash, found);
    return found;
  };
  return (file, session, hashes) => {
    const { shape } = shown.get(file.path) ?? describe(file);
    const [hash = '', ...others] = hashes;
    const [meta, counters] = [session.metas.get(hash), session.sums.get(hash)];
    if (others.length === 0 && meta && counters) {
      const items = itemCountsOf(hash, meta, file);
      if (items) return { shape, counts: items.map((count) => sumProbes(count, counters)) };
    }
    const coverage = coverageInSession(session, whole, file);
    return { shape, counts: coverage ? alignCounts(toFileView(coverage), toFileView(file).items) : [] };
  };
}

function listCounts({ statements, functions, branches }: FileMeta): readonly Count[] {
  return [...statements, ...functions, ...branches.flatMap(({ arms }) => arms)].map(({ count }) => count);
}
