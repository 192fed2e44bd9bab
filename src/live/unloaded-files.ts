/** Adds the files that no process has loaded. They are instrumented a few at a time, and nothing is written. */

import { resolve } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { decodeMeta, hashOf, metaNameOf } from '../profile/format/meta-file.js';
import { type InstrumentingRun, instrumentInSteps, listNeverLoaded } from '../report/never-loaded.js';
import type { CounterStore } from './counter-store.js';

/** Milliseconds of work without a pause. */
const SLICE = 10;

/** Adds metas without counters. @param signal ends the work */
export async function addUnloadedFiles(
  run: InstrumentingRun,
  store: CounterStore,
  signal: AbortSignal,
): Promise<void> {
  const loaded = new Set([...store.hashesByPath.keys()].map((path) => resolve(run.root, path)));
  const steps = instrumentInSteps(run, listNeverLoaded(run, loaded), loaded);
  let since = performance.now();
  for (;;) {
    const { done, value } = steps.next();
    if (done) {
      for (const bytes of value.metas) addMeta(bytes, store);
      return;
    }
    if (performance.now() - since < SLICE) continue;
    await delay(SLICE / 2);
    if (signal.aborted) return;
    since = performance.now();
  }
}

function addMeta(bytes: Buffer, store: CounterStore): void {
  const hash = hashOf(bytes);
  if (store.totals.metas.has(hash)) return;
  const meta = decodeMeta(bytes, metaNameOf(hash));
  // A process may have loaded another version meanwhile.
  if (!store.hashesByPath.has(meta.path)) store.addMeta(hash, meta);
}
