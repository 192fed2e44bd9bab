/** Generates a program that never runs, the counts of its processes, and the sum of these counts. */

import { encodeMeta, hashOf } from '../../src/profile/format/meta-file.js';
import type { CountersProfile } from '../../src/profile/model/counters-profile.js';
import { countersOf, type Module, makeModule } from './modules.js';

export interface CountedProgram {
  readonly modules: readonly Module[];
  /** Hashes of the modules' metas, in the order of the modules. */
  readonly hashes: readonly string[];
  /** Number of counters of each module. */
  readonly size: number;
}

const MODULES_PER_DIRECTORY = 50;

/** @param functions number of functions of each module */
export function makeProgram(files: number, functions: number): CountedProgram {
  const modules = Array.from({ length: files }, (_, id) => {
    const directory = `lib/part-${Math.floor(id / MODULES_PER_DIRECTORY)}`;
    return makeModule(`${directory}/module-${id}.js`, functions);
  });
  const hashes = modules.map(({ meta }) => hashOf(encodeMeta(meta)));
  return { modules, hashes, size: countersOf(functions) };
}

/** Returns the counts of a process, which are always the same. @param process number of the process, from 0 */
export function countsOf({ hashes, size }: CountedProgram, process: number): CountersProfile {
  const next = randomCounts(process);
  const start = new Date(Date.UTC(2025, 0, 2) + process * 1000).toISOString();
  return {
    run: 'bench',
    pid: process,
    ppid: 1,
    argv: ['node', 'app.js'],
    cwd: '/app',
    host: 'host',
    pod: null,
    node: 'v20.19.0',
    commit: null,
    label: null,
    start,
    end: start,
    files: hashes.map((meta) => ({ meta, counters: Uint32Array.from({ length: size }, next) })),
  };
}

/** Sums of the counts of each module, in the order of the modules. The simplest possible addition computes them. */
export type Sums = readonly Float64Array[];

export function noSums({ modules, size }: CountedProgram): Sums {
  return modules.map(() => new Float64Array(size));
}

export function addTo(sums: Sums, { files }: CountersProfile): void {
  for (const [file, sum] of sums.entries())
    for (const [index, count] of [...sum].entries())
      sum[index] = count + Number(files[file]?.counters[index]);
}

/**
 * Returns a generator of counts as programs have them. None is 0, nine of ten take one byte, the others two to four bytes. It
 * is a linear congruential generator, so only the upper bits are used.
 */
function randomCounts(seed: number): () => number {
  let state = Math.imul(seed + 1, 0x9e3779b1);
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) | 0;
    return (state >>> 1) & (2 ** bitsOf(state >>> 24) - 1) || 1;
  };
}

/** @param die 0 to 255 */
function bitsOf(die: number): number {
  if (die < 230) return 7;
  if (die < 250) return 13;
  return die < 255 ? 19 : 27;
}
