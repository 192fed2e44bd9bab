/** Counting text run in a realm of its own: what it leaves there, and what was counted. */
import vm from 'node:vm';
import type { CoverageMapData, FileCoverageData } from 'istanbul-lib-coverage';
import type { Instrumented } from '../../src/instrument/index.js';
import { toIstanbul } from '../../src/interchange/to-istanbul.js';
import { decodeMeta, hashOf, metaNameOf } from '../../src/profile/format/meta-file.js';
import { OPTIONS } from './engines.js';

export type Globals = Record<string, unknown>;

export interface Counting {
  /** Of the runtime: a probed file asks for its counters by the hash of its meta and their number. */
  readonly countersOf: (hash: string, probes: number) => Uint32Array;
  readonly byHash: ReadonlyMap<string, Uint32Array>;
}

export function newCounting(): Counting {
  const byHash = new Map<string, Uint32Array>();
  const countersOf = (hash: string, probes: number) => {
    const counters = byHash.get(hash) ?? new Uint32Array(probes);
    byHash.set(hash, counters);
    return counters;
  };
  return { countersOf, byHash };
}

export interface RealmResult {
  readonly realm: Globals;
  /** What the script threw. */
  readonly error: unknown;
  /** What was counted of the first file; read as it is asked for, so also later. */
  readonly counts: () => FileCoverageData;
}

/**
 * Runs counting text as a script.
 *
 * @param code the text, if it had to be transpiled first
 */
export function runInRealm(instrumented: Instrumented, globals: Globals = {}, code?: string): RealmResult {
  const counting = newCounting();
  const realm: Globals = { ...globals, __covermain__: counting.countersOf };
  vm.createContext(realm);
  let error: unknown;
  try {
    vm.runInContext(code ?? instrumented.code, realm);
  } catch (thrown) {
    error = thrown;
  }
  return { realm, error, counts: () => countsOf(instrumented, realm, counting) };
}

function countsOf({ metas }: Instrumented, realm: Globals, { byHash }: Counting): FileCoverageData {
  const [meta] = metas;
  if (meta) {
    const hash = hashOf(meta);
    const decoded = decodeMeta(meta, metaNameOf(hash));
    return asWritten(toIstanbul(decoded, byHash.get(hash) ?? new Uint32Array(decoded.probes), OPTIONS.root));
  }
  const [counted] = Object.values((realm.__coverage__ ?? {}) as CoverageMapData);
  if (!counted) throw new Error('nothing was counted');
  return asWritten(counted as FileCoverageData);
}

/** As JSON holds it: without the realm it was made in, and a copy. */
function asWritten(counted: FileCoverageData): FileCoverageData {
  return JSON.parse(JSON.stringify(counted));
}
