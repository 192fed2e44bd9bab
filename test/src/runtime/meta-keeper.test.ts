/** A meta that cannot be written is handed to the main thread, from any thread, with a warning. */
import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { encodeMeta, hashOf, metaNameOf } from '../../../src/profile/format/meta-file.js';
import { createMetaKeeper } from '../../../src/runtime/meta-keeper.js';
import { metaOf } from '../../support/profiles.js';
import { killLeftPrograms } from '../../support/program.js';
import { LOAD, startSource } from '../../support/sources.js';

const META = encodeMeta(metaOf());

describe('createMetaKeeper', () => {
  let directory: string;

  beforeEach(() => {
    directory = mkdtempSync(join(tmpdir(), 'covermain-'));
    writeFileSync(join(directory, 'file'), '');
  });

  afterEach(() => {
    killLeftPrograms();
    rmSync(directory, { recursive: true, force: true });
  });

  /** Code that loads the keepers. The profile directory cannot be created, because its parent is a file. */
  const loadKeepers = () => `
    const { createMetaKeeper, createRemoteMetaKeeper } = load('runtime/meta-keeper.ts');
    const meta = Buffer.from('${META.toString('hex')}', 'hex');
    const directory = ${JSON.stringify(join(directory, 'file/data'))};`;

  it('writes a meta and returns its hash', () => {
    const keeper = createMetaKeeper(directory, { onUnwritten: () => assert.fail('the meta was written') });
    assert.equal(keeper.keep(META), hashOf(META));
    assert.deepEqual(readFileSync(join(directory, metaNameOf(hashOf(META)))), META);
  });

  it('creates a removed directory again, and passes on each meta that it has written', () => {
    rmSync(directory, { recursive: true });
    const written: Uint8Array[] = [];
    const keeper = createMetaKeeper(directory, {
      onUnwritten: () => assert.fail('the meta was written'),
      onWritten: (meta) => written.push(meta),
    });
    assert.equal(keeper.keep(META), hashOf(META));
    assert.deepEqual(readFileSync(join(directory, metaNameOf(hashOf(META)))), META);
    assert.deepEqual(written, [META]);
  });

  it('hands over each meta that cannot be written, and warns once', async () => {
    const program = startSource(`${loadKeepers()}
      const unwritten = [];
      const { keep } = createMetaKeeper(directory, {
        onUnwritten: (bytes) => unwritten.push(Buffer.from(bytes).equals(meta)),
      });
      console.log(keep(meta), keep(meta) === keep(meta), unwritten.join());`);
    assert.equal(await program.exitCode, 0, program.output());
    assert.equal(program.stdout(), `${hashOf(META)} true true,true,true\n`);
    assert.match(program.stderr(), /^covermain: [^\n]*ENOTDIR[^\n]*\n$/);
  });

  it('sends an unwritten meta from another thread, which may end at once', async () => {
    const thread = `${LOAD}${loadKeepers()}
      console.log = () => {};
      const hash = createRemoteMetaKeeper(directory).keep(meta);
      require('node:worker_threads').parentPort.postMessage(hash);
      process.exit();`;
    const program = startSource(`${loadKeepers()}
      const { Worker } = require('node:worker_threads');
      load('platform/shared-state.ts').sharedState();
      const channel = load('runtime/threads/thread-channel.ts').openChannel(({ type, bytes }) => {
        console.log(type, Buffer.from(bytes).equals(meta));
        channel.hold(false);
      });
      channel.hold(true);
      new Worker(${JSON.stringify(thread)}, { eval: true }).on('message', (hash) => console.log('hash', hash));`);
    assert.equal(await program.exitCode, 0, program.output());
    assert.deepEqual(program.stdout().trim().split('\n').sort(), [`hash ${hashOf(META)}`, 'meta true']);
    assert.equal(program.stderr().split('\n').length, 2, program.stderr());
  });
});
