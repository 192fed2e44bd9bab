/** Valid inputs of every kind, which the fuzz test changes: two files that were measured in two processes. */
import { join } from 'node:path';
import type { FileCoverageData } from 'istanbul-lib-coverage';
import { createInstrument } from '../../src/instrument/index.js';
import { toGoText } from '../../src/interchange/to-go-text.js';
import { toIstanbul } from '../../src/interchange/to-istanbul.js';
import { decodeMeta, encodeMeta, hashOf, metaNameOf } from '../../src/profile/format/meta-file.js';
import type { CountersProfile } from '../../src/profile/model/counters-profile.js';
import type { FileMeta } from '../../src/profile/model/file-meta.js';
import { profileOf } from '../support/profiles.js';

/** Sources of the project, by path. */
export const SOURCES: Readonly<Record<string, string>> = {
  'src/cart.js': `export class Cart {
  constructor(items) { this.items = items ?? []; }
  add(item) {
    if (!item || item.price < 0) throw new Error('no price');
    this.items.push(item);
    return () => this.items.filter((one) => one !== item);
  }
  total(rate = 1) {
    switch (this.items.length) {
      case 0: return 0;
      case 1: return this.items[0].price * rate;
      default: return this.items.reduce((sum, { price }) => sum + price * rate, 0);
    }
  }
}
`,
  'src/main.js': `import { Cart } from './cart.js';
const cart = new Cart();
for (const price of [1, 2, 3]) cart.add({ price });
const never = () => { cart.add(undefined); };
export const result = cart.total() > 5 ? 'large' : never;
`,
};

/** A source that was changed since it was measured, so that the profile has two versions of it. */
const CHANGED = `// moved\n${SOURCES['src/cart.js']?.replace("'no price'", "'bad'")}`;

/** Root under which the inputs were measured, in all workers, so that a recorded case is the same everywhere. */
export const RECORDED_ROOT = '/covermain-fuzz/project';

export interface ValidInput {
  readonly metas: readonly FileMeta[];
  /** Counters refer to the hashes of the metas. */
  readonly profiles: readonly CountersProfile[];
  /** Profiles of one session. */
  readonly session: readonly CountersProfile[];
  /** Istanbul data by absolute path. */
  readonly istanbul: Readonly<Record<string, FileCoverageData>>;
  readonly goText: string;
}

export function createValidInput(): ValidInput {
  const root = RECORDED_ROOT;
  const instrument = createInstrument('probe', { root, ignoreClassMethods: [], parserPlugins: [] });
  const metaOf = (source: string, path: string) => {
    const [bytes = Buffer.alloc(0)] = instrument(source, join(root, path)).metas;
    return decodeMeta(bytes, metaNameOf(hashOf(bytes)));
  };
  const metas = Object.entries(SOURCES).map(([path, source]) => metaOf(source, path));
  const changed = metaOf(CHANGED, 'src/cart.js');
  const filesOf = (of: readonly FileMeta[], factor: number) =>
    of.map((meta) => ({
      meta: hashOfMeta(meta),
      counters: Array.from({ length: meta.probes }, (_, probe) => (probe % 3) * factor),
    }));
  const origin = { package: { name: 'shop', directory: '' }, root };
  const [first, second] = ['2025-01-02T03:04:05.678Z', '2025-01-02T04:00:00.000Z'];
  const profiles = [
    profileOf(filesOf(metas, 1), { ...origin, pid: 42 }),
    profileOf(filesOf([changed], 200), { ...origin, pid: 43, start: first, end: '2025-01-01T00:00:00.000Z' }),
    profileOf(filesOf(metas, 7), { ...origin, pid: 44, start: first, end: second, label: 'checkout' }),
  ];
  const session = [profileOf(filesOf(metas, 1), { ...origin, pid: 42, run: 'run-1' })];
  const istanbul = Object.fromEntries(
    metas.map((meta) => {
      const counters = Array.from({ length: meta.probes }, (_, probe) => probe % 4);
      const file = toIstanbul(meta, counters, root);
      return [file.path, file];
    }),
  );
  return {
    metas: [...metas, changed],
    profiles,
    session,
    istanbul: JSON.parse(JSON.stringify(istanbul)),
    goText: toGoText(istanbul, root),
  };
}

function hashOfMeta(meta: FileMeta): string {
  return hashOf(encodeMeta(meta));
}
