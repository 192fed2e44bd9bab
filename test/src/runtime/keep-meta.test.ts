/** A meta that cannot be written is kept by the main thread, whichever thread has it; and that is said. */
import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { encodeMeta, hashOf, metaNameOf } from '../../../src/profile/format/meta-file.js';
import { keepMeta, receiveUnwritten } from '../../../src/runtime/keep-meta.js';
import { metaOf } from '../../support/profiles.js';
import { killLeftPrograms } from '../../support/program.js';
import { LOAD, startSource } from '../../support/sources.js';

const META = encodeMeta(metaOf());

describe('keepMeta', () => {
  let folder: string;

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'covermain-'));
  });

  afterEach(() => {
    killLeftPrograms();
    rmSync(folder, { recursive: true, force: true });
  });

  /** Keeps the meta in a directory that is not there. */
  const keeps = () => `
    const { keepMeta, receiveUnwritten } = load('runtime/keep-meta.ts');
    const meta = Buffer.from('${META.toString('hex')}', 'hex');
    const keep = () => keepMeta(${JSON.stringify(join(folder, 'missing'))}, meta);`;

  it('writes it, and gives its hash', () => {
    receiveUnwritten(() => assert.fail('it was written'));
    assert.equal(keepMeta(folder, META), hashOf(META));
    assert.deepEqual(readFileSync(join(folder, metaNameOf(hashOf(META)))), META);
  });

  it('gives it to the main thread where it cannot be written, and says so once', async () => {
    const program = startSource(`${keeps()}
      const kept = [];
      receiveUnwritten((bytes) => kept.push(Buffer.from(bytes).equals(meta)));
      console.log(keep(), keep() === keep(), kept.join());`);
    assert.equal(await program.exitCode, 0, program.output());
    assert.equal(program.stdout(), `${hashOf(META)} true true,true,true\n`);
    assert.match(program.stderr(), /^covermain: [^\n]* cannot be written: [^\n]*; the app runs on[^\n]*\n$/);
  });

  it('sends it there from another thread, which may end at once', async () => {
    const thread = `${LOAD}${keeps()}
      console.log = () => {};
      require('node:worker_threads').parentPort.postMessage(keep());
      process.exit();`;
    const program = startSource(`${keeps()}
      const { Worker } = require('node:worker_threads');
      load('platform/shared-state.ts').sharedState();
      const channel = load('runtime/threads/thread-channel.ts').openChannel((message) => {
        console.log('received', Buffer.from(message.bytes).equals(meta));
        channel.hold(false);
      });
      channel.hold(true);
      new Worker(${JSON.stringify(thread)}, { eval: true }).on('message', (hash) => console.log('kept', hash));`);
    assert.equal(await program.exitCode, 0, program.output());
    assert.deepEqual(program.stdout().trim().split('\n').sort(), [`kept ${hashOf(META)}`, 'received true']);
    assert.equal(program.stderr().split('\n').length, 2, program.stderr());
  });
});
