/** Example and random metas and profiles for tests. */

import { BRANCH_KINDS } from '../../src/profile/format/constants.js';
import { encodeMeta, hashOf } from '../../src/profile/format/meta-file.js';
import type { CountersProfile, FileCounters } from '../../src/profile/model/counters-profile.js';
import type {
  ArmMeta,
  BranchMeta,
  Count,
  FileMeta,
  FunctionMeta,
  Range,
} from '../../src/profile/model/file-meta.js';
import { writeMetas } from '../../src/profile/store/write-profile.js';

/** Returns the meta of `function f(a) { if (a) a(); }` with the given changes. */
export function metaOf(changes: Partial<FileMeta> = {}): FileMeta {
  return {
    path: 'src/é終🙂.ts',
    sourceHash: '0123456789abcdef'.repeat(4),
    probes: 3,
    statements: [
      { range: [1, 16, 1, 27], count: [0] },
      { range: [1, 23, 1, 27], count: [1] },
    ],
    functions: [
      {
        name: 'ƒ',
        textHash: 'fedcba9876543210',
        declaration: [1, 9, 1, 10],
        body: [1, 14, 1, 29],
        count: [0],
      },
    ],
    branches: [
      {
        kind: 'if',
        range: [1, 16, 1, 27],
        arms: [
          { range: [1, 16, 1, 27], count: [1] },
          { range: null, count: [2] },
        ],
      },
    ],
    ...changes,
  };
}

/** Writes a meta to a directory as a file of its own. @returns its hash */
export function writeMeta(directory: string, bytes: Uint8Array): string {
  const hash = hashOf(bytes);
  writeMetas(directory, [{ hash, bytes }]);
  return hash;
}

/** Returns a profile of the given files with the given changes. */
export function profileOf(
  files: readonly FileCounters[],
  changes: Partial<CountersProfile> = {},
): CountersProfile {
  return {
    run: 'run-1',
    pid: 42,
    ppid: 1,
    argv: ['node', 'überall.js', '--name=終'],
    cwd: '/app',
    host: 'host',
    pod: null,
    node: 'v20.19.0',
    commit: 'c0ffee',
    label: null,
    start: '2025-01-02T03:04:05.678Z',
    end: '2025-01-02T03:05:00.000Z',
    files,
    ...changes,
  };
}

/** Returns counters with the hash of their meta. */
export function countersOf(meta: FileMeta, counters: ArrayLike<number>): FileCounters {
  return { meta: hashOf(encodeMeta(meta)), counters };
}

/** Returns a random integer from 0 to `limit`, exclusive. */
export type Random = (limit: number) => number;

/** Creates a generator that returns the same numbers for the same seed (mulberry32). */
export function randomOf(seed: number): Random {
  let state = seed;
  return (limit) => {
    state = (state + 0x6d2b79f5) | 0;
    let bits = Math.imul(state ^ (state >>> 15), state | 1);
    bits ^= bits + Math.imul(bits ^ (bits >>> 7), bits | 61);
    return Math.floor((((bits ^ (bits >>> 14)) >>> 0) / 2 ** 32) * limit);
  };
}

/** Integers at which an encoding changes its length or its arithmetic. */
export const EDGES: readonly number[] = [
  0,
  1,
  127,
  128,
  2 ** 14 - 1,
  2 ** 14,
  2 ** 31 - 1,
  2 ** 31,
  2 ** 32 - 1,
  2 ** 32,
  2 ** 49 - 1,
  2 ** 49,
  2 ** 53 - 2,
  2 ** 53 - 1,
];

export function randomMeta(random: Random): FileMeta {
  const probes = random(300);
  const count = (): Count => listOf(random, probes > 0 ? 4 : 1, () => random(probes));
  const range = (): Range => [random(9), random(300), random(70_000), randomInteger(random)];
  const arm = (): ArmMeta => ({ range: random(3) ? range() : null, count: count() });
  const branch = (): BranchMeta => {
    const kind = BRANCH_KINDS[random(BRANCH_KINDS.length)] ?? 'if';
    return { kind, range: range(), arms: listOf(random, 5, arm) };
  };
  const called = (): FunctionMeta => {
    return {
      name: randomText(random),
      textHash: randomTextHash(random),
      declaration: range(),
      body: range(),
      count: count(),
    };
  };
  return {
    path: randomText(random).replaceAll('\0', '0') || 'a', // no file can have others
    sourceHash: Array.from({ length: 64 }, () => random(16).toString(16)).join(''),
    probes,
    statements: listOf(random, 20, () => ({ range: range(), count: count() })),
    functions: listOf(random, 10, called),
    branches: listOf(random, 10, branch),
  };
}

export function randomProfile(random: Random): CountersProfile {
  const meta = () => Array.from({ length: 32 }, () => random(16).toString(16)).join('');
  const counters = () => Float64Array.from(listOf(random, 200, () => randomInteger(random)));
  return profileOf(
    listOf(random, 10, () => ({ meta: meta(), counters: counters() })),
    { argv: listOf(random, 5, () => randomText(random)), label: randomText(random), pid: random(2 ** 22) },
  );
}

/** Returns a random hash, or `null` for an unknown text. */
function randomTextHash(random: Random): string | null {
  return random(3)
    ? Array.from({ length: 16 }, () => random(15) + 1)
        .map(toHexadecimal)
        .join('')
    : null;
}

function toHexadecimal(digit: number): string {
  return (digit % 16).toString(16);
}

/** Returns mostly small integers, as counters are, and sometimes an edge case. */
function randomInteger(random: Random): number {
  return random(4) ? random(200) : (EDGES[random(EDGES.length)] ?? 0);
}

function randomText(random: Random): string {
  return listOf(random, 20, () => ['a', '/', '"', '\\', '\0', '\n', 'é', '終', '🙂'][random(9)]).join('');
}

/** Returns fewer than `limit` items. */
function listOf<T>(random: Random, limit: number, item: () => T): readonly T[] {
  return Array.from({ length: random(limit) }, item);
}
