/** Runs instrumented code in a separate realm and returns its globals and counts. */
import vm from 'node:vm';
import type { CoverageMapData, FileCoverageData } from 'istanbul-lib-coverage';
import type { Instrumented } from '../../src/instrument/index.js';
import { toIstanbul } from '../../src/interchange/to-istanbul.js';
import { decodeMeta, hashOf, metaNameOf } from '../../src/profile/format/meta-file.js';
import { OPTIONS } from './engines.js';

/** Properties of the global object of a realm. */
export type RealmGlobals = Record<string, unknown>;

/** A minimal runtime. */
export interface CountingRuntime {
  /** The function that instrumented code calls to get its counters. */
  readonly countersOf: (hash: string, probes: number) => Uint32Array;
  /** Counters by the hash of their meta. */
  readonly byHash: ReadonlyMap<string, Uint32Array>;
}

export function newCountingRuntime(): CountingRuntime {
  const byHash = new Map<string, Uint32Array>();
  const countersOf = (hash: string, probes: number) => {
    const counters = byHash.get(hash) ?? new Uint32Array(probes);
    byHash.set(hash, counters);
    return counters;
  };
  return { countersOf, byHash };
}

export interface RealmResult {
  readonly realm: RealmGlobals;
  /** Exception of the script. */
  readonly error: unknown;
  /** Returns the current counts of the first file. */
  readonly counts: () => FileCoverageData;
}

/**
 * Runs instrumented code as a script.
 *
 * @param code the code to run instead, if it had to be transpiled
 */
export function runInRealm(
  instrumented: Instrumented,
  globals: RealmGlobals = {},
  code?: string,
): RealmResult {
  const runtime = newCountingRuntime();
  const realm: RealmGlobals = { ...globals, __covermain__: runtime.countersOf };
  vm.createContext(realm);
  let error: unknown;
  try {
    vm.runInContext(code ?? instrumented.code, realm);
  } catch (thrown) {
    error = thrown;
  }
  return { realm, error, counts: () => countsOf(instrumented, realm, runtime) };
}

function countsOf(
  { metas }: Instrumented,
  realm: RealmGlobals,
  { byHash }: CountingRuntime,
): FileCoverageData {
  const [meta] = metas;
  if (meta) {
    const hash = hashOf(meta);
    const decoded = decodeMeta(meta, metaNameOf(hash));
    return copyOf(toIstanbul(decoded, byHash.get(hash) ?? new Uint32Array(decoded.probes), OPTIONS.root));
  }
  const [coverage] = Object.values((realm.__coverage__ ?? {}) as CoverageMapData);
  if (!coverage) throw new Error('the script has no coverage');
  return copyOf(coverage as FileCoverageData);
}

/** Returns a copy whose objects do not belong to the realm of the script. */
function copyOf(coverage: FileCoverageData): FileCoverageData {
  return JSON.parse(JSON.stringify(coverage));
}
