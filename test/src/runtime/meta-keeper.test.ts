/** Each thread keeps a meta once, and a meta of another thread reaches the main thread. */
import assert from 'node:assert/strict';
import { encodeMeta, hashOf } from '../../../src/profile/format/meta-file.js';
import type { EncodedMeta } from '../../../src/profile/format/meta-pack.js';
import { createMetaKeeper } from '../../../src/runtime/meta-keeper.js';
import { metaOf } from '../../support/profiles.js';
import { killLeftPrograms } from '../../support/program.js';
import { LOAD, startSource } from '../../support/sources.js';

const META = encodeMeta(metaOf());

describe('createMetaKeeper', () => {
  afterEach(killLeftPrograms);

  it('passes on each meta once, and returns its hash', () => {
    const kept: EncodedMeta[] = [];
    const keeper = createMetaKeeper((meta) => kept.push(meta));
    for (const _ of [1, 2]) assert.equal(keeper.keep(META), hashOf(META));
    assert.deepEqual(kept, [{ hash: hashOf(META), bytes: Uint8Array.from(META) }]);
  });

  it('computes no hash if it is known', () => {
    const keeper = createMetaKeeper(() => {});
    assert.equal(keeper.keep(META, 'a'.repeat(32)), 'a'.repeat(32));
  });

  it('copies a meta from a larger buffer', () => {
    const kept: EncodedMeta[] = [];
    const pack = Buffer.concat([Buffer.alloc(1_000), META, Buffer.alloc(1_000)]);
    createMetaKeeper((meta) => kept.push(meta)).keep(pack.subarray(1_000, 1_000 + META.length));
    assert.equal(kept[0]?.bytes.buffer.byteLength, META.length);
  });

  it('sends a meta from another thread, which may end at once', async () => {
    const thread = `${LOAD}
      const { createRemoteMetaKeeper } = load('runtime/meta-keeper.ts');
      const { createAnnouncer } = load('runtime/threads/announcer.ts');
      const hash = createRemoteMetaKeeper(createAnnouncer({ canBlock: true })).keep(Buffer.from('${META.toString('hex')}', 'hex'));
      require('node:worker_threads').parentPort.postMessage(hash);
      process.exit();`;
    const program = startSource(`
      const { Worker } = require('node:worker_threads');
      const channel = load('runtime/threads/thread-channel.ts').openChannel(({ type, hash, bytes }) => {
        console.log(type, hash, Buffer.from(bytes).toString('hex'));
        channel.hold(false);
      });
      channel.hold(true);
      new Worker(${JSON.stringify(thread)}, { eval: true }).on('message', (hash) => console.log('hash', hash));`);
    assert.equal(await program.exitCode, 0, program.output());
    const lines = [`hash ${hashOf(META)}`, `meta ${hashOf(META)} ${META.toString('hex')}`];
    assert.deepEqual(program.stdout().trim().split('\n').sort(), lines);
  });
});
