/** Writing profile files while other processes read, write or are killed. */
import assert from 'node:assert/strict';
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  watch,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { decodeCounters, encodeCounters } from '../../../../src/profile/format/counters-file.js';
import { encodeMeta, hashOf } from '../../../../src/profile/format/meta-file.js';
import { copyMetas } from '../../../../src/profile/store/copy-metas.js';
import { openMetaFiles } from '../../../../src/profile/store/meta-files.js';
import { readProfileDirectory } from '../../../../src/profile/store/read-profile.js';
import { writeCounters } from '../../../../src/profile/store/write-profile.js';
import { countersOf, metaOf, profileOf, writeMeta } from '../../../support/profiles.js';
import { REPOSITORY } from '../../../support/project.js';

describe('writing a profile', () => {
  let directory: string;

  beforeEach(() => {
    directory = mkdtempSync(join(tmpdir(), 'covermain-'));
  });

  afterEach(() => rmSync(directory, { recursive: true, force: true }));

  it('names a meta by its hash and leaves no other file', () => {
    const bytes = encodeMeta(metaOf());
    const hash = writeMeta(directory, bytes);
    assert.equal(hash, hashOf(bytes));
    assert.deepEqual(readdirSync(directory), [`covmeta.${hash}`]);
    assert.deepEqual(readFileSync(join(directory, `covmeta.${hash}`)), bytes);
  });

  it('does not rewrite an existing meta', () => {
    const bytes = encodeMeta(metaOf());
    const path = join(directory, `covmeta.${writeMeta(directory, bytes)}`);
    const { ino } = statSync(path);
    writeMeta(directory, bytes);
    assert.equal(statSync(path).ino, ino);
  });

  it('rewrites an existing meta with another length', () => {
    const bytes = encodeMeta(metaOf());
    const path = join(directory, `covmeta.${hashOf(bytes)}`);
    writeFileSync(path, '');
    writeMeta(directory, bytes);
    assert.deepEqual(readFileSync(path), bytes);
  });

  it('links a meta into another directory, and copies it atomically to another volume', async function () {
    const bytes = encodeMeta(metaOf());
    const hash = writeMeta(directory, bytes);
    const linked = join(directory, 'linked');
    mkdirSync(linked);
    copyMetas(openMetaFiles(directory), openMetaFiles(linked), [hash]);
    assert.equal(statSync(join(linked, `covmeta.${hash}`)).nlink, 2);

    const memory = '/dev/shm';
    if (!existsSync(memory) || statSync(memory).dev === statSync(directory).dev) return this.skip();
    const other = mkdtempSync(join(memory, 'covermain-'));
    const watcher = watch(other, { persistent: false });
    try {
      const appeared = once(watcher, 'change');
      copyMetas(openMetaFiles(directory), openMetaFiles(other), [hash]);
      const [, first] = (await appeared) as [event: string, name: string];
      assert.match(first, /^tmp\./);
      assert.deepEqual(readdirSync(other), [`covmeta.${hash}`]);
      assert.deepEqual(readFileSync(join(other, `covmeta.${hash}`)), bytes);
    } finally {
      watcher.close();
      rmSync(other, { recursive: true });
    }
  });

  it('replaces the counters of the same epoch', () => {
    const path = writeCounters(directory, profileOf([countersOf(metaOf(), [1, 1, 0])]));
    const later = profileOf([countersOf(metaOf(), [2, 1, 1])], { end: '2025-01-02T03:06:00.000Z' });
    assert.equal(writeCounters(directory, later), path);
    assert.deepEqual(readdirSync(directory), [basename(path)]);
    assert.deepEqual(readFileSync(path), encodeCounters(later));
    const next = profileOf([], { start: '2025-01-02T03:06:00.000Z' });
    assert.notEqual(writeCounters(directory, next), path);
  });

  const UNWRITABLE: readonly [title: string, name: string, cause: string][] = [
    ['the directory does not exist', 'missing', 'ENOENT'],
    ['a file has the path of the directory', 'file', 'ENOTDIR'],
    ['the name of the directory is too long', 'x'.repeat(300), 'ENAMETOOLONG'],
  ];

  for (const [title, name, cause] of UNWRITABLE) {
    it(`names the file and the remedy if ${title}`, () => {
      writeFileSync(join(directory, 'file'), '');
      const path = join(directory, name);
      const message = new RegExp(
        `^Cannot write \\S+cov(meta|counters)\\.\\S+: ${cause}.*\\. Set COVER_DIR to a writable directory\\.$`,
      );
      const expected = { name: 'CovermainError', code: 'DIRECTORY_NOT_WRITABLE', message };
      assert.throws(() => writeMeta(path, encodeMeta(metaOf())), expected);
      assert.throws(() => writeCounters(path, profileOf([])), expected);
    });
  }

  it('leaves no temporary file if the rename fails', () => {
    const bytes = encodeMeta(metaOf());
    mkdirSync(join(directory, `covmeta.${hashOf(bytes)}`));
    assert.throws(() => writeMeta(directory, bytes), { code: 'DIRECTORY_NOT_WRITABLE' });
    assert.deepEqual(readdirSync(directory), [`covmeta.${hashOf(bytes)}`]);
  });

  it('allows several processes to write the same metas at once', async () => {
    const writers = Array.from({ length: 4 }, () =>
      startWriter(`
        process.once('message', () => {
          for (let probes = 3; probes < 203; probes++) writeMeta(directory, encodeMeta(metaOf({ probes })));
          process.disconnect();
        });
        process.send('ready');`),
    );
    await Promise.all(writers.map((writer) => once(writer, 'message')));
    const exits = writers.map((writer) => once(writer, 'exit'));
    for (const writer of writers) writer.send('go');
    assert.deepEqual(await Promise.all(exits), Array(4).fill([0, null]));

    const { metas, unreadable } = readProfileDirectory(directory);
    assert.deepEqual(unreadable, []);
    const probes = [...metas.values()].map((meta) => meta.probes).sort((a, b) => a - b);
    assert.deepEqual(probes, [...Array(203).keys()].slice(3));
    assert.equal(readdirSync(directory).length, 200);
  });

  it('shows readers only complete profiles while a process writes and after it is killed', async () => {
    const hash = writeMeta(directory, encodeMeta(metaOf({ probes: 5000 })));
    const writer = startWriter(`
      process.on('disconnect', () => process.exit());
      const write = (round) => {
        const counters = Array(5000).fill(round * 1_000_000_007);
        writeCounters(directory, profileOf([{ meta: ${JSON.stringify(hash)}, counters }]));
        if (round === 1) process.send('written');
        setImmediate(write, round + 1);
      };
      write(1);`);
    await once(writer, 'message');
    const rounds = [roundIn(directory)];
    for (let reads = 0; reads < 100_000 && rounds.length < 20; reads++) {
      const round = roundIn(directory);
      if (round !== rounds.at(-1)) rounds.push(round);
    }
    writer.kill('SIGKILL');
    await once(writer, 'exit');
    rounds.push(roundIn(directory));
    assert.ok(rounds.length > 20, 'too few profiles were written during the test');
    assert.deepEqual(
      rounds,
      rounds.toSorted((a, b) => a - b),
    );
  });

  function startWriter(program: string): ChildProcess {
    const text = `
      import { encodeMeta } from './src/profile/format/meta-file.ts';
      import { writeCounters } from './src/profile/store/write-profile.ts';
      import { metaOf, profileOf, writeMeta } from './test/support/profiles.ts';
      const directory = ${JSON.stringify(directory)};
      ${program}`;
    return spawn(process.execPath, ['--import', 'tsx', '--input-type=module', '--eval', text], {
      cwd: REPOSITORY,
      stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    });
  }
});

/** Returns the value that all counters of the only profile in a directory have. */
function roundIn(directory: string): number {
  const [name = ''] = readdirSync(directory).filter((file) => file.startsWith('covcounters.'));
  const profile = decodeCounters(readFileSync(join(directory, name)), name);
  const counters = new Set(Array.from(profile.files[0]?.counters ?? []));
  assert.equal(counters.size, 1);
  return [...counters][0] ?? 0;
}
