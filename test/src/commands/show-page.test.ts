/** The address of the live page is printed once, and opened where there is a browser. */
import assert from 'node:assert/strict';
import {
  chmodSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type ShowPageOptions, showPage } from '../../../src/commands/show-page.js';
import { onceIn } from '../../support/wait-for-files.js';

const ADDRESS = 'http://127.0.0.1:4711/#token=0123456789abcdef';

describe('showPage', () => {
  let directory: string;
  let printed: string[];
  let logged: string[];

  beforeEach(() => {
    directory = mkdtempSync(join(tmpdir(), 'covermain-show-'));
    printed = [];
    logged = [];
  });

  afterEach(() => rmSync(directory, { recursive: true, force: true }));

  const show = (options: Partial<ShowPageOptions> = {}) =>
    showPage({
      address: ADDRESS,
      directory,
      environment: {},
      platform: 'linux',
      printAddress: (address) => printed.push(address),
      logLine: (line) => logged.push(line),
      ...options,
    });

  it('prints the address, and why no browser is opened', () => {
    show({ environment: { CI: 'true' } });
    assert.deepEqual(printed, [ADDRESS]);
    assert.deepEqual(logged, ['The page is not opened: CI="true" is set. Open the address in a browser.']);
    assert.deepEqual(readdirSync(directory), []);
  });

  it('prints only the address if no browser is wanted', () => {
    show({ isOpened: false, environment: { DISPLAY: ':0' } });
    assert.deepEqual([printed, logged], [[ADDRESS], []]);
  });

  it('passes the browser the path of a private file in place of the address', async function () {
    if (process.platform !== 'linux') this.skip();
    const browser = join(directory, 'browser');
    writeFileSync(
      browser,
      `#!/bin/sh\necho "$*" > '${directory}/.calls'\nmv '${directory}/.calls' '${directory}/calls'\n`,
    );
    chmodSync(browser, 0o755);
    const forget = show({ environment: { BROWSER: browser } });
    const path = await onceIn(directory, () => {
      const file = join(directory, 'calls');
      return existsSync(file) ? readFileSync(file, 'utf8').trim() : undefined;
    });
    assert.ok(readFileSync(path, 'utf8').includes(ADDRESS), path);
    forget();
    assert.equal(existsSync(path), false);
    assert.deepEqual(logged, []);
  });

  it('removes the file and logs why if the browser does not exist', async () => {
    const ended = new Promise<string>((resolve) => {
      show({ environment: { BROWSER: '/no/browser' }, logLine: resolve });
    });
    assert.match(
      await ended,
      /^Cannot open a browser: spawn \/no\/browser ENOENT\. Open the address yourself\.$/,
    );
    assert.deepEqual(readdirSync(directory), []);
  });
});
