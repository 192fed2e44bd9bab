/** Creates changed profile directories and archives, with valid checksums. */

import { META_PACK_MAGIC } from '../../src/profile/format/constants.js';
import { countersNameOf } from '../../src/profile/format/counters-file.js';
import { encodeMeta, hashOf } from '../../src/profile/format/meta-file.js';
import { encodeMetas } from '../../src/profile/format/meta-pack.js';
import { type CountersProfile, pickHeader } from '../../src/profile/model/counters-profile.js';
import { type FileMeta, LINE_END, type Range, UNKNOWN_SOURCE } from '../../src/profile/model/file-meta.js';
import type { Random } from '../support/profiles.js';
import type { InputFiles } from './fuzz-case.js';
import { mutateBytes } from './mutate-bytes.js';
import { mutateValue, NASTY_TEXTS, pick } from './mutate-values.js';
import { type NamedBytes, type SignedFile, signAgain, signArchive, signCounters, signMeta } from './sign.js';
import type { ValidInput } from './valid-inputs.js';

/** A profile directory while it is being changed. */
interface Draft {
  /** Encoded metas by the hash that the profiles refer to. */
  readonly metas: Map<string, { bytes: Buffer; probes: number }>;
  readonly profiles: { header: unknown; files: SignedFile[]; name: string; bytes?: Buffer }[];
  /** Other files by path. */
  readonly others: Map<string, Buffer>;
  /** Changes the pack of all metas. Without it, each meta has a file of its own. */
  packs?: (pack: Buffer) => Buffer;
}

/** A change of a draft. Returns its description. */
type Mutation = (random: Random, draft: Draft, valid: ValidInput) => string;

const HASH_DIGITS = 32;

/** About the most counters of one process. Larger files take much memory without any mistake. */
const MAX_COUNTERS = 200_000;

export function createProfileFiles(
  random: Random,
  valid: ValidInput,
  { isNeutral, mutations }: { readonly isNeutral: boolean; readonly mutations: string[] },
): readonly NamedBytes[] {
  const draft = draftOf(valid);
  const some = isNeutral ? NEUTRAL_MUTATIONS : MUTATIONS;
  for (let times = 1 + random(2); times > 0; times--)
    mutations.push(pick(random, some)(random, draft, valid));
  return [...filesOf(draft)];
}

/** Returns the files of a directory: those of the profile, and one of its sessions, logs and journal. */
export function toDirectory(files: readonly NamedBytes[]): InputFiles {
  return new Map(files.map(({ name, bytes }) => [name, bytes]));
}

/** Packs the profile files of a directory. Other files have no place in an archive. */
export function toArchive(
  random: Random,
  files: readonly NamedBytes[],
  isNeutral: boolean,
  mutations: string[],
): Buffer {
  const entries = files.filter(({ name }) => /^cov(?:meta|counters)\./.test(name));
  if (isNeutral) return signArchive(random(2) ? entries.toReversed() : entries);
  switch (random(6)) {
    case 0: {
      mutations.push('archive: bytes');
      return signAgain(mutateBytes(random, signArchive(entries), 9));
    }
    case 1: {
      const name = pick(random, [
        'covmeta.',
        'covmeta..',
        'covmeta../x',
        'COVMETA.a',
        'covcounters.a.b',
        ...NASTY_TEXTS,
      ]);
      mutations.push(`archive: an entry ${JSON.stringify(name.slice(0, 40))}`);
      return signArchive([...entries, { name, bytes: entries[0]?.bytes ?? Buffer.alloc(0) }]);
    }
    case 2: {
      mutations.push('archive: nested');
      return signArchive([...entries, signMeta(signArchive(entries))]);
    }
    case 3: {
      mutations.push('archive: entries twice');
      return signArchive([...entries, ...entries]);
    }
    default:
      return signArchive(entries);
  }
}

function draftOf({ metas, profiles, session }: ValidInput): Draft {
  const toSigned = (profile: CountersProfile) => ({
    header: pickHeader(profile) as unknown,
    files: profile.files.map(({ meta, counters }) => ({ meta, counters: Array.from(counters) })),
    name: countersNameOf(profile),
  });
  const draft: Draft = {
    metas: new Map(
      metas.map((meta) => [hashOf(encodeMeta(meta)), { bytes: encodeMeta(meta), probes: meta.probes }]),
    ),
    profiles: profiles.map(toSigned),
    others: new Map(),
  };
  for (const profile of session.map(toSigned)) {
    const { name, bytes } = signCounters(profile.header, profile.files, profile.name);
    draft.others.set(`sessions/+log%20in/${name}`, bytes);
  }
  for (const [, { bytes }] of draft.metas)
    draft.others.set(`sessions/+log%20in/${signMeta(bytes).name}`, bytes);
  draft.others.set(
    'run.2025-01-02T03-04-05-678Z.7.jsonl',
    Buffer.from(LOG.map((line) => `\n${JSON.stringify(line)}\n`).join('')),
  );
  draft.others.set(
    'journal.run-1.jsonl',
    Buffer.from(JOURNAL.map((line) => `\n${JSON.stringify(line)}\n`).join('')),
  );
  return draft;
}

const AT = '2025-01-02T03:04:05.678Z';
const LOG: readonly object[] = [
  {
    event: 'process started',
    pid: 2 ** 30,
    at: AT,
    command: 'node src/main.js',
    ppid: 1,
    argv: ['node', 'src/main.js'],
    cwd: '/app',
    node: 'v20.19.0',
  },
  { event: 'loaded', pid: 2 ** 30, file: '/app/src/main.js', thread: 0 },
  { event: 'process ended', pid: 2 ** 30 },
  { event: 'agent failed', pid: 2 ** 30, reason: 'x' },
];
const JOURNAL: readonly object[] = [
  { event: 'session started', name: 'Log in', at: AT },
  { event: 'session ended', name: 'Log in', at: AT },
  { event: 'reset', at: AT },
];

function* filesOf(draft: Draft): Generator<NamedBytes> {
  if (draft.packs) {
    const metas = [...draft.metas.values()].map(({ bytes }) => ({ hash: hashOf(bytes), bytes }));
    const distinct = [...new Map(metas.map((meta) => [meta.hash, meta])).values()];
    yield signMeta(draft.packs(encodeMetas(distinct)));
  } else for (const { bytes } of draft.metas.values()) yield signMeta(bytes);
  const renamed = new Map([...draft.metas].map(([hash, { bytes }]) => [hash, hashOf(bytes)]));
  for (const { header, files, name, bytes } of draft.profiles) {
    const signed = files.map(({ meta, counters }) => ({ meta: renamed.get(meta) ?? meta, counters }));
    yield { name, bytes: bytes ?? signCounters(header, signed, name).bytes };
  }
  for (const [name, bytes] of draft.others) yield { name, bytes };
}

const MUTATIONS: readonly Mutation[] = [
  changeMeta,
  changeMeta,
  changeMeta,
  changeMeta,
  changeMetaBytes,
  changeMetaBytes,
  changeMetaShape,
  changeMetaShape,
  changeHeader,
  changeHeader,
  changePackage,
  changeCounters,
  changeCountersBytes,
  changePack,
  changePack,
  changeLog,
  changeLog,
  changeNames,
];

function changeMeta(random: Random, draft: Draft, { metas }: ValidInput): string {
  const meta = pick(random, metas);
  const { value, what } = mutateValue(random, meta);
  return (
    setMeta(random, draft, hashOf(encodeMeta(meta)), value as FileMeta) ??
    changeMetaBytes(random, draft) ??
    what
  );
}

/** Packs all metas, and often changes the bytes of the pack, most of them in its directory. The name stays the hash of its bytes. */
function changePack(random: Random, draft: Draft): string {
  if (random(4) === 0) {
    draft.packs = (pack) => pack;
    return 'a pack';
  }
  const isWhole = random(3) === 0;
  draft.packs = (pack) =>
    isWhole
      ? mutateBytes(random, pack, META_PACK_MAGIC.length + 1)
      : Buffer.concat([
          mutateBytes(random, pack.subarray(0, DIRECTORY_BYTES), META_PACK_MAGIC.length + 1),
          pack.subarray(DIRECTORY_BYTES),
        ]);
  return 'bytes of a pack';
}

/** About the size of the directory of a pack of three metas. */
const DIRECTORY_BYTES = 64;

/** Replaces a meta. Returns `undefined` if its encoder refuses it. */
function setMeta(random: Random, draft: Draft, hash: string, meta: FileMeta): string | undefined {
  try {
    const bytes = encodeMeta(meta);
    draft.metas.set(hash, { bytes, probes: meta.probes });
    if (random(8) > 0) fitCounters(draft, hash, meta.probes);
    return `meta ${JSON.stringify(meta.path).slice(0, 60)}`;
  } catch {
    return undefined;
  }
}

/** Gives all counters of a meta its number of probes. */
function fitCounters({ profiles }: Draft, hash: string, probes: number): void {
  for (const profile of profiles) {
    const length = Math.min(probes, Math.floor(MAX_COUNTERS / Math.max(1, profile.files.length)));
    const resize = (counters: readonly number[]) =>
      Array.from({ length }, (_, probe) => counters[probe] ?? 1);
    profile.files = profile.files.map((file) =>
      file.meta === hash ? { meta: hash, counters: resize(file.counters) } : file,
    );
  }
}

function changeMetaBytes(random: Random, draft: Draft): string {
  const [hash, { bytes, probes }] = pick(random, [...draft.metas]);
  draft.metas.set(hash, { bytes: mutateBytes(random, bytes, 9), probes });
  return 'bytes of a meta';
}

/** Replaces a meta by one that is valid and extreme. */
function changeMetaShape(random: Random, draft: Draft, { metas }: ValidInput): string {
  const meta = pick(random, metas);
  const size = [100, 2000, 20_000][random(3)] ?? 100;
  const line = pick(random, [1, 2 ** 31, LINE_END]);
  const ranges: Readonly<Record<string, (index: number) => Range>> = {
    nested: (index) => [1, index, 1, 3 * size - index],
    equal: () => [line, 0, line, 9],
    'equal start': (index) => [1, 0, 1, 1 + ((index * 7919) % (2 * size))],
    overlapping: (index) => [1, index, 1, index + size],
    reversed: (index) => [line, size - index, 1, 0],
    far: (index) => [line - index, 0, line, LINE_END],
  };
  const [name, range] = pick(random, Object.entries(ranges));
  const items = Array.from({ length: size }, (_, index) => range(index));
  const count = random(3) ? [0] : Array.from({ length: random(2) ? 40 : 1 }, () => 0);
  const shapes: Readonly<Record<string, () => Partial<FileMeta>>> = {
    statements: () => ({ statements: items.map((one) => ({ range: one, count })) }),
    functions: () => ({
      functions: items.map((one, index) => ({
        name: pick(random, ['f', `f${index}`, pick(random, NASTY_TEXTS).slice(0, 300)]),
        textHash: '11'.repeat(8),
        declaration: one,
        body: one,
        count,
      })),
    }),
    branches: () => ({
      branches: items.map((one) => ({ kind: 'branch', range: one, arms: [{ range: one, count }] })),
    }),
    arms: () => ({
      branches: [{ kind: 'switch', range: [1, 0, 9, 9], arms: items.map((one) => ({ range: one, count })) }],
    }),
    probes: () => ({ probes: pick(random, [2 ** 16, 2 ** 20, 2 ** 24, 2 ** 24 + 1, 2 ** 31]) }),
    untraced: () => ({
      untraced: items.map((_, index) => `${pick(random, NASTY_TEXTS).slice(0, 50)} (line ${index})`),
    }),
    elsewhere: () => ({ path: pick(random, NASTY_TEXTS), sourceHash: UNKNOWN_SOURCE }),
    'long count': () => ({
      statements: [{ range: [1, 0, 1, 9], count: Array.from({ length: 50_000 }, () => 0) }],
    }),
  };
  const [shape, make] = pick(random, Object.entries(shapes));
  setMeta(random, draft, hashOf(encodeMeta(meta)), { ...meta, ...make() });
  return `meta with ${size} ${name} ${shape}`;
}

function changeHeader(random: Random, draft: Draft): string {
  const profile = pick(random, draft.profiles);
  const { value, what } = mutateValue(random, profile.header);
  profile.header = value;
  renameToHeader(profile);
  return `header ${what}`;
}

/** Gives a profile the file name of its changed header, as far as a directory can have it. */
function renameToHeader(profile: Draft['profiles'][number]): void {
  try {
    const name = countersNameOf(profile.header as CountersProfile);
    if (name.length < 200 && !/[/\0]/.test(name)) profile.name = name;
  } catch {
    // the changed header has no name
  }
}

function changePackage(random: Random, draft: Draft): string {
  const profile = pick(random, draft.profiles);
  const directory = pick(random, [
    '..',
    '../..',
    'a/../..',
    '/etc',
    'a//b',
    'services/a',
    null,
    ...NASTY_TEXTS,
  ]);
  const name = pick(random, [null, 'shop', '../x', '@a/../../b', ...NASTY_TEXTS]);
  profile.header = {
    ...(profile.header as object),
    package: { name, directory },
    root: pick(random, NASTY_TEXTS),
  };
  return `package ${JSON.stringify({ name, directory }).slice(0, 80)}`;
}

function changeCounters(random: Random, draft: Draft): string {
  const profile = pick(random, draft.profiles);
  const kind = random(4);
  const change = ({ meta, counters }: SignedFile): SignedFile => {
    if (kind === 0) return { meta, counters: counters.map(() => 2 ** 53 - 1) };
    if (kind === 1) return { meta: pick(random, ['0'.repeat(HASH_DIGITS), meta]), counters };
    if (kind === 2) return { meta, counters: counters.slice(random(counters.length + 1)) };
    return { meta, counters: [...counters, ...Array.from({ length: random(1000) }, () => 1)] };
  };
  profile.files = profile.files.map(change);
  if (random(4) === 0) {
    const size = profile.files.reduce((sum, { counters }) => sum + counters.length, 0);
    const times = Math.min(500, Math.ceil(MAX_COUNTERS / Math.max(1, size)));
    profile.files = Array.from({ length: times }, () => profile.files).flat();
  }
  return `counters ${['at the limit', 'of another meta', 'too few', 'too many'][kind]}`;
}

function changeCountersBytes(random: Random, draft: Draft): string {
  const profile = pick(random, draft.profiles);
  profile.bytes = signAgain(
    mutateBytes(random, signCounters(profile.header, profile.files, profile.name).bytes, 9),
  );
  return 'bytes of counters';
}

function changeLog(random: Random, draft: Draft): string {
  const name = pick(
    random,
    [...draft.others.keys()].filter((path) => path.endsWith('.jsonl')),
  );
  const lines = name.startsWith('run') ? LOG : JOURNAL;
  const events = [
    ...lines,
    {
      event: 'unmeasured',
      file: pick(random, NASTY_TEXTS),
      code: 'parse',
      detail: pick(random, NASTY_TEXTS),
      pid: 7,
    },
    { event: 'skipped', file: pick(random, NASTY_TEXTS), pid: 1 },
  ];
  if (random(4) === 0) {
    draft.others.set(name, mutateBytes(random, draft.others.get(name) ?? Buffer.alloc(0)));
    return `bytes of ${name}`;
  }
  const { value, what } = mutateValue(random, events);
  const changed = Array.isArray(value) ? value : [value];
  draft.others.set(name, Buffer.from(changed.map((line) => `\n${JSON.stringify(line)}\n`).join('')));
  return `${name} ${what}`;
}

/** Adds files and directories with dangerous names. */
function changeNames(random: Random, draft: Draft): string {
  const name = pick(random, NASTY_TEXTS).replaceAll(/[/\0]/g, '_').slice(0, 80) || 'x';
  const [meta = { bytes: Buffer.alloc(0) }] = draft.metas.values();
  const path = pick(random, [
    `covmeta.${name}`,
    `covcounters.${name}`,
    `covcounters.${name}.1.x`,
    `run.${name}.jsonl`,
    `nyc/${name}.json`,
    `sessions/${name}/${signMeta(meta.bytes).name}`,
    `sessions/%2E%2E%2Fx/${signMeta(meta.bytes).name}`,
  ]);
  draft.others.set(path, random(2) ? meta.bytes : Buffer.alloc(0));
  return `a file ${JSON.stringify(path)}`;
}

const NEUTRAL_MUTATIONS: readonly Mutation[] = [
  (_random, draft) => {
    draft.packs = (pack) => pack;
    return 'all metas in a pack';
  },
  (_random, draft) => {
    draft.profiles.reverse();
    return 'profiles in another order';
  },
  (_random, draft) => {
    draft.others.set('tmp.1234', Buffer.from('half'));
    draft.others.set('notes.txt', Buffer.from('x'));
    return 'other files';
  },
  (random, draft) => {
    const profile = pick(random, draft.profiles);
    profile.header = {
      future: { a: [1] },
      ...(profile.header as object),
      label: pick(
        random,
        NASTY_TEXTS.filter((one) => one.length < 100),
      ),
    };
    return 'another label, and a field of a later version';
  },
  (random, draft) => {
    const profile = pick(random, draft.profiles);
    profile.files = profile.files.flatMap((file) => {
      const half = file.counters.map((count) => Math.floor(count / 2));
      return [
        { meta: file.meta, counters: half },
        { meta: file.meta, counters: file.counters.map((count, index) => count - (half[index] ?? 0)) },
      ];
    });
    return 'counters of a meta in two parts';
  },
];
