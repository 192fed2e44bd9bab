/** A program that never ran, what its processes would have counted, and what that adds up to. */

import { encodeMeta, hashOf } from '../../src/profile/format/meta-file.js';
import type { CountersProfile } from '../../src/profile/model/counters-profile.js';
import { countersOf, type Module, makeModule } from './modules.js';

export interface CountedProgram {
  readonly modules: readonly Module[];
  /** Of the modules' metas, in their order. */
  readonly hashes: readonly string[];
  /** How many counters each module has. */
  readonly size: number;
}

const MODULES_PER_FOLDER = 50;

/** @param functions of each module */
export function makeProgram(files: number, functions: number): CountedProgram {
  const modules = Array.from({ length: files }, (_, id) => {
    const folder = `lib/part-${Math.floor(id / MODULES_PER_FOLDER)}`;
    return makeModule(`${folder}/module-${id}.js`, functions);
  });
  const hashes = modules.map(({ meta }) => hashOf(encodeMeta(meta)));
  return { modules, hashes, size: countersOf(functions) };
}

/** What a process counted: the same whenever it is asked for. @param process from 0 */
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

/** For each module in its order, added up in the plainest way there is. */
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
 * Counts as programs have them, none of which is 0: nine of ten take a byte, the others two to four. By a linear
 * congruence, whose upper bits are good.
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
