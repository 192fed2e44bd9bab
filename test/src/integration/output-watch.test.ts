/** Waiting for what a program prints. */
import assert from 'node:assert/strict';
import { PassThrough } from 'node:stream';
import { type OutputWatch, watchOutput } from '../../../src/integration/output-watch.js';

describe('watchOutput', () => {
  let stdout: PassThrough;
  let stderr: PassThrough;
  let watch: OutputWatch;

  beforeEach(() => {
    [stdout, stderr] = [new PassThrough(), new PassThrough()];
    watch = watchOutput([stdout, null, stderr], 'node app.js');
  });

  const firstOf = async (pattern: RegExp) => (await watch.waitFor(pattern, 10_000))[0];

  it('finds what was printed before and after the call, on each stream', async () => {
    stdout.write('ready on 1\n');
    assert.equal(await firstOf(/ready on \d+/), 'ready on 1');
    const later = firstOf(/failed/);
    stderr.write('it failed\n');
    assert.equal(await later, 'failed');
  });

  it('finds a text as it stands', async () => {
    stdout.write('ready? xx\nready (1.5) [$^] {a|b} \\ * +\n');
    const text = 'ready (1.5) [$^] {a|b} \\ * +';
    assert.equal((await watch.waitFor(text, 10_000))[0], text);
    await assert.rejects(watch.waitFor('x.', 10), /has not printed "x\.": 10 ms have passed/);
  });

  for (const invalid of ['', 1, undefined, ['ready'], {}]) {
    it(`rejects ${JSON.stringify(invalid)} as a pattern, without waiting`, async () => {
      await assert.rejects(watch.waitFor(invalid as unknown as RegExp, 10_000), {
        code: 'SETTING_INVALID',
        message:
          /^Invalid pattern .+: expected a RegExp or a text that is not empty\. Example: waitForOutput\(\/ready\/\)$/,
      });
    });
  }

  it('waits for the rest of a number that arrives in pieces', async () => {
    const port = firstOf(/port \d+/);
    for (const piece of ['port 80', '8', '0 open']) stdout.write(piece);
    assert.equal(await port, 'port 8080');
  });

  it('accepts an unfinished line when no more of it arrives', async () => {
    stdout.write('name? ');
    assert.equal(await firstOf(/name\? $/), 'name? ');
  });

  it('joins the bytes of a character that arrives in pieces', async () => {
    const bytes = Buffer.from('Größe 終\n');
    for (const byte of bytes) stdout.write(Buffer.from([byte]));
    assert.equal(await firstOf(/Größe 終/), 'Größe 終');
  });

  it('gives a pattern with the flag g the same match each time', async () => {
    stdout.write('a a\n');
    const pattern = /a/g;
    assert.deepEqual([await firstOf(pattern), await firstOf(pattern)], ['a', 'a']);
  });

  it('fails when the program ends, with what it has printed, escaped', async () => {
    stdout.write('one\u001b[31m\n');
    const waiting = assert.rejects(firstOf(/two/), (error: Error) => {
      assert.match(
        error.message,
        /^Program "node app\.js" has not printed "\/two\/": it ended\. It printed:\n {2}one/,
      );
      return true;
    });
    await new Promise((resolve) => setImmediate(resolve));
    watch.end();
    await waiting;
    assert.equal(await firstOf(/one/), 'one');
  });

  it('fails after the timeout', async () => {
    await assert.rejects(watch.waitFor(/never/, 10), {
      code: 'OUTPUT_MISSING',
      message: /10 ms have passed/,
    });
  });
});
