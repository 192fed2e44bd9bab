/** Random profiles of a few files, with several versions and instrumentations of each. */

import { encodeMeta, hashOf } from '../../src/profile/format/meta-file.js';
import type { CountersProfile } from '../../src/profile/model/counters-profile.js';
import {
  type BranchMeta,
  type FileMeta,
  type FunctionMeta,
  type Range,
  type StatementMeta,
  UNKNOWN_SOURCE,
} from '../../src/profile/model/file-meta.js';
import { type Totals, totalsOf } from '../../src/profile/model/totals.js';
import { profileOf, type Random } from './profiles.js';

/** Metas and profiles with counters for them. */
export interface Measured {
  readonly metas: ReadonlyMap<string, FileMeta>;
  readonly profiles: readonly CountersProfile[];
}

/** Options for random sources. */
export interface SourcesOptions {
  /** Whether some sources are unknown, as in other tools' data. */
  readonly hasUnknown: boolean;
  /** Whether functions can be matched with another version. */
  readonly hasTexts: boolean;
}

const PATHS = ['src/a.ts', 'src/b.ts', 'c.js'];

/** Returns metas of all files. */
export function randomSources(random: Random, options: SourcesOptions): readonly FileMeta[] {
  return PATHS.flatMap((path) => {
    const first = randomSource(random, path, options);
    const second = [
      randomSource(random, path, options),
      // Only the hash shows an edit that changes no range.
      { ...first, sourceHash: randomHash(random) },
      { ...moved(first, 1 + random(3)), sourceHash: randomHash(random) },
    ][random(3)] as FileMeta;
    return [first, second].flatMap((source) => instrumentationsOf(random, source, options));
  });
}

/** Returns epochs of processes, each with counters of some of the metas. */
export function randomMeasured(random: Random, metas: readonly FileMeta[], profiles: number): Measured {
  const loaded = metas.filter(() => random(4) > 0);
  const epochs = Array.from({ length: profiles }, () => {
    const end = new Date(Date.UTC(2025, 0, 1 + random(3))).toISOString();
    const counted = loaded.filter(() => random(3) > 0);
    const files = counted.map((meta) => ({
      meta: hashOf(encodeMeta(meta)),
      counters: Array.from({ length: meta.probes }, () => (random(2) ? 0 : random(300))),
    }));
    return profileOf(files, { run: `run-${random(2 ** 31)}`, end });
  });
  return { metas: new Map(loaded.map((meta) => [hashOf(encodeMeta(meta)), meta])), profiles: epochs };
}

/** Returns the totals of all profiles, as if they were in one directory. */
export function totalsOfAll(...all: readonly Measured[]): Totals {
  return totalsOf({
    metas: new Map(all.flatMap(({ metas }) => [...metas])),
    profiles: all.flatMap(({ profiles }) => profiles),
  });
}

export function shuffle<T>(random: Random, items: readonly T[]): readonly T[] {
  const keyed = items.map((item) => ({ item, key: random(2 ** 31) }));
  return keyed.sort((one, other) => one.key - other.key).map(({ item }) => item);
}

function randomSource(random: Random, path: string, { hasUnknown, hasTexts }: SourcesOptions): FileMeta {
  let probes = 0;
  const count = () => [probes++];
  const used = new Set<string>();
  const range = (): Range => {
    const [line, column] = [1 + random(9), random(4)];
    const made: Range = [line, column, line + random(3), column + 1 + random(4)];
    if (used.has(String(made))) return range();
    used.add(String(made));
    return made;
  };
  const listOf = <T>(limit: number, item: () => T) => Array.from({ length: 1 + random(limit) }, item);
  const statements = listOf(6, (): StatementMeta => ({ range: range(), count: count() }));
  const functions = listOf(3, (): FunctionMeta => {
    const [declaration, end] = [range(), 1 + random(3)];
    return {
      name: random(2) ? 'f' : `(anonymous_${random(9)})`,
      // Few texts, so that versions have some in common.
      textHash: hasTexts ? `${1 + random(3)}`.repeat(16) : null,
      declaration,
      body: [declaration[2], declaration[3], declaration[2] + end, 9],
      count: count(),
    };
  });
  const branches = listOf(3, (): BranchMeta => {
    const arms = listOf(3, () => ({ range: random(3) ? range() : null, count: count() }));
    return { kind: 'if', range: range(), arms };
  });
  const isUnknown = hasUnknown && random(4) === 0;
  const sourceHash = isUnknown ? UNKNOWN_SOURCE : randomHash(random);
  return { path, sourceHash, probes, statements, functions, branches };
}

/** Moves all items down by added lines. */
function moved(meta: FileMeta, by: number): FileMeta {
  const move = ([line, column, endLine, endColumn]: Range): Range => [
    line + by,
    column,
    endLine + by,
    endColumn,
  ];
  return {
    ...meta,
    statements: meta.statements.map((one) => ({ ...one, range: move(one.range) })),
    functions: meta.functions.map((one) => {
      return { ...one, declaration: move(one.declaration), body: move(one.body) };
    }),
    branches: meta.branches.map((branch) => ({
      ...branch,
      range: move(branch.range),
      arms: branch.arms.map((arm) => ({ ...arm, range: arm.range && move(arm.range) })),
    })),
  };
}

function instrumentationsOf(
  random: Random,
  source: FileMeta,
  { hasUnknown }: SourcesOptions,
): readonly FileMeta[] {
  const isUnknown = source.sourceHash === UNKNOWN_SOURCE;
  const unknown = {
    ...source,
    sourceHash: UNKNOWN_SOURCE,
    functions: source.functions.map((one) => ({ ...one, textHash: null })),
  };
  if (isUnknown) return [unknown];
  const instrumentations = [
    source,
    withSharedProbes(random, source),
    { ...source, functions: [] },
    { ...source, statements: source.statements.toReversed(), branches: source.branches.slice(1) },
  ];
  return [...instrumentations.filter(() => random(3) > 0), ...(hasUnknown && random(2) ? [unknown] : [])];
}

/** Returns a meta with fewer probes than items, where a count may add several probes. */
function withSharedProbes(random: Random, source: FileMeta): FileMeta {
  const probes = 1 + random(5);
  const share = <T extends { readonly count: readonly number[] }>(item: T): T => ({
    ...item,
    count: Array.from({ length: random(3) }, () => random(probes)),
  });
  return {
    ...source,
    probes,
    statements: source.statements.map(share),
    functions: source.functions.map(share),
    branches: source.branches.map((branch) => ({ ...branch, arms: branch.arms.map(share) })),
  };
}

function randomHash(random: Random): string {
  return Array.from({ length: 64 }, () => random(16).toString(16)).join('');
}
