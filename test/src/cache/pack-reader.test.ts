/** Tests that a pack is read in few pieces if its entries are needed in nearly the order in which they were written. */
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { encodePack } from '../../../src/cache/pack-format.js';
import { openPack } from '../../../src/cache/pack-reader.js';
import { type CacheDirectory, openCacheDirectory } from '../../../src/platform/cache-directory.js';
import { hashTexts } from '../../../src/platform/fast-hash.js';
import { randomOf } from '../../support/profiles.js';

const BUILD = hashTexts(['build 1']);
const COUNT = 2_000;

describe('a reader of a pack', () => {
  const root = mkdtempSync(join(tmpdir(), 'covermain-'));
  after(() => rmSync(root, { recursive: true, force: true }));

  const textOf = (number: number) => `${number} `.repeat(100 + (number % 700));
  const entries = Array.from({ length: COUNT }, (_, number) => ({
    key: hashTexts([String(number)]),
    data: Buffer.from(textOf(number)),
  }));
  const { bytes } = encodePack(BUILD, entries);

  /** Reads all entries. @returns the number of times that the file was opened */
  function readAll(order: readonly number[]): number {
    const path = join(root, 'cache', 'pack');
    const directory = openCacheDirectory(join(root, 'cache'));
    assert.ok(directory);
    writeFileSync(path, bytes, { mode: 0o600 });
    let opened = 0;
    const counted: CacheDirectory = {
      open(file) {
        opened++;
        return directory.open(file);
      },
    };
    const pack = openPack(counted, path, BUILD);
    for (const number of order) {
      const entry = pack?.index.find(hashTexts([String(number)]));
      assert.ok(pack && entry);
      assert.equal(pack.read(entry)?.toString(), textOf(number));
    }
    return opened;
  }

  const numbers = Array.from({ length: COUNT }, (_, number) => number);
  const megabytes = Math.ceil(bytes.length / 2 ** 20);

  it('opens it a few times in the order in which the entries were written', () => {
    assert.ok(readAll(numbers) <= megabytes + 8);
  });

  it('opens it little more often if neighbours are needed in another order', () => {
    const random = randomOf(1);
    const keys = numbers.map((number) => number + random(100));
    const order = numbers.toSorted((left, right) => (keys[left] ?? 0) - (keys[right] ?? 0));
    assert.ok(readAll(order) <= 2 * megabytes + 8);
  });

  it('returns the right data in any order', () => {
    const random = randomOf(2);
    readAll(Array.from({ length: 300 }, () => random(COUNT)));
  });

  describe('whose data was read', () => {
    /** Opens packs. @returns their readers, and a function that returns how often their files were opened */
    function openPacks(count: number) {
      const path = join(root, 'cache', 'pack');
      const directory = openCacheDirectory(join(root, 'cache'));
      assert.ok(directory);
      writeFileSync(path, bytes, { mode: 0o600 });
      let opened = 0;
      const open = (file: string) => {
        opened++;
        return directory.open(file);
      };
      const readers = numbers.slice(0, count).flatMap(() => openPack({ open }, path, BUILD) ?? []);
      const readFrom = (pack: number) => {
        const reader = readers[pack];
        const entry = reader?.index.find(hashTexts(['0']));
        return entry && reader?.read(entry)?.toString();
      };
      return { readFrom, opened: () => opened };
    }

    it('keeps the data of few packs', () => {
      const { readFrom, opened } = openPacks(20);
      for (let pack = 0; pack < 20; pack++) assert.equal(readFrom(pack), textOf(0));
      const before = opened();
      assert.equal(readFrom(19), textOf(0));
      assert.equal(opened(), before);
      assert.equal(readFrom(0), textOf(0));
      assert.equal(opened(), before + 1);
    });

    it('releases the data after a while', async () => {
      const { readFrom, opened } = openPacks(1);
      assert.equal(readFrom(0), textOf(0));
      const before = opened();
      while (opened() === before) {
        await new Promise((resolve) => setTimeout(resolve, 10));
        assert.equal(readFrom(0), textOf(0));
      }
    });
  });
});
