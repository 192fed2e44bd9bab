/** Reads files with the counters of a view: those of the run, since a mark, or of a session. */
import { sourceHashAt } from '../collect/source-state.js';
import { toCoverageMap } from '../interchange/coverage-map.js';
import type { HashedFileCoverage } from '../interchange/to-istanbul.js';
import { toIstanbul } from '../interchange/to-istanbul.js';
import { type FileMeta, isUncounted } from '../profile/model/file-meta.js';
import { countItems } from '../profile/model/meta-items.js';
import type { Totals } from '../profile/model/totals.js';
import { toFileItems, toFileView } from '../report/page/file-view.js';
import { type FileItems, sizeOfItems } from '../view/file-items.js';
import { createTally, type Tally } from '../view/tally.js';

/** Counters by the hash of their meta. Missing counters are 0. */
export interface CounterLayer {
  readonly countersOf: (hash: string) => Float64Array | undefined;
}

/** All files that have coverage. */
export interface MeasuredFiles {
  /** Absolute path that the paths are relative to. */
  readonly root: string;
  readonly hashesByPath: ReadonlyMap<string, readonly string[]>;
  /** Totals of the run. A layer has sums of its own. */
  readonly totals: Totals;
}

/** One file, with the counters of one or more layers. */
export interface LayeredFile {
  /** Differs if the items differ. */
  readonly version: string;
  readonly items: () => FileItems;
  /** Counts of each layer, in the order of the items. */
  readonly layers: readonly ArrayLike<number>[];
  readonly tally: (isCounted: (index: number) => boolean) => Tally;
  /** Returns Istanbul's data, by which the source is found. */
  readonly coverage: () => HashedFileCoverage;
}

export interface LayerReader {
  /** Returns a file with the counters of each layer; `undefined` if it has no coverage. */
  readonly read: (path: string, layers: readonly CounterLayer[]) => LayeredFile | undefined;
  /** Returns a file in Istanbul's format, with the counters of a layer. */
  readonly coverageOf: (path: string, layer: CounterLayer) => HashedFileCoverage | undefined;
  /** Forgets what is known about the items of a path. */
  readonly forget: (path: string) => void;
}

interface KnownItems {
  readonly version: string;
  readonly tally: LayeredFile['tally'];
}

/** @param files returns the current files */
export function createLayerReader(files: () => MeasuredFiles): LayerReader {
  const known = new Map<string, KnownItems>();
  const tallyOf = (path: string, version: string, items: () => FileItems) => {
    const last = known.get(path);
    if (last?.version === version) return last.tally;
    const tally = createTally(items());
    known.set(path, { version, tally });
    return tally;
  };
  return {
    read(path, layers) {
      const { hashesByPath, totals, root } = files();
      const hashes = hashesByPath.get(path) ?? [];
      const [only, other] = hashes;
      if (only === undefined) return undefined;
      const meta = totals.metas.get(only);
      if (other !== undefined || !meta) return readVersions(path, hashes, layers, { totals, root, tallyOf });
      if (isUncounted(meta)) return undefined;
      const items = () => toFileItems(meta);
      return {
        version: only,
        items,
        layers: layers.map((layer) => countItems(meta, countersIn(layer, only, meta))),
        tally: tallyOf(path, only, items),
        coverage: () => toIstanbul(meta, new Float64Array(meta.probes), root),
      };
    },
    coverageOf(path, layer) {
      const { hashesByPath, totals, root } = files();
      const hashes = hashesByPath.get(path);
      return hashes && chooseVersion(hashes, layer, { totals, root });
    },
    forget: (path) => known.delete(path),
  };
}

function countersIn({ countersOf }: CounterLayer, hash: string, { probes }: FileMeta): Float64Array {
  return countersOf(hash) ?? new Float64Array(probes);
}

/** Reads a file that was measured in several versions or instrumentations. */
function readVersions(
  path: string,
  hashes: readonly string[],
  layers: readonly CounterLayer[],
  {
    totals,
    root,
    tallyOf,
  }: Pick<MeasuredFiles, 'totals' | 'root'> & {
    readonly tallyOf: (path: string, version: string, items: () => FileItems) => LayeredFile['tally'];
  },
): LayeredFile | undefined {
  const read = layers.map((layer) => chooseVersion(hashes, layer, { totals, root }));
  const views = read.map((file) => file && toFileView(file));
  const [coverage, first] = [read[0], views[0]];
  if (!coverage || !first) return undefined;
  const { items } = first;
  const version = `${coverage.hash} ${hashes.length} ${sizeOfItems(items)}`;
  return {
    version,
    items: () => items,
    layers: views.map((view) => view?.counts ?? []),
    tally: tallyOf(path, version, () => items),
    coverage: () => coverage,
  };
}

/** Returns the version of a file that reports show, with the counts that can be carried over from others. */
function chooseVersion(
  hashes: readonly string[],
  layer: CounterLayer,
  { totals, root }: Pick<MeasuredFiles, 'totals' | 'root'>,
): HashedFileCoverage | undefined {
  const metas = new Map(hashes.map((hash) => [hash, totals.metas.get(hash) as FileMeta]));
  const sums = new Map([...metas].map(([hash, meta]) => [hash, countersIn(layer, hash, meta)] as const));
  // The times are those of the run, so that each layer has the same version.
  const { map } = toCoverageMap({ metas, sums, lastCounted: totals.lastCounted }, root, sourceHashAt);
  return Object.values(map)[0];
}
