/** Flags override variables, variables override the config file, and errors name what the user has written. */
import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { SettingError } from '../../../src/platform/errors.js';
import type { Settings } from '../../../src/settings/index.js';
import {
  createFlagLayer,
  createLayer,
  EMPTY_LAYER,
  type Layers,
  mergeSettings,
} from '../../../src/settings/layers.js';
import { keyOf } from '../../../src/settings/table.js';

const NOW = new Date('2026-01-01T00:00:00Z');

function configLayer(given: Readonly<Record<string, unknown>>) {
  const termOf = (setting: { readonly flag: string }) => ({
    name: keyOf(setting),
    file: 'covermain.config.ts',
    given: given[keyOf(setting)],
    assign: (example: string) => `${keyOf(setting)}: '${example}'`,
  });
  return createLayer(given, { termOf, root: tmpdir() });
}

function settingsOf(layers: Partial<Layers>): Settings {
  return mergeSettings({ flags: EMPTY_LAYER, environment: {}, config: EMPTY_LAYER, ...layers }, NOW).settings;
}

function messageFor(act: () => unknown): string {
  try {
    act();
  } catch (error) {
    assert.ok(error instanceof SettingError);
    return error.message;
  }
  throw new Error('nothing was thrown');
}

describe('mergeSettings', () => {
  const flags = createFlagLayer({ timeout: '1s' }, '/');
  const environment = { COVER_TIMEOUT: '2s' };
  const config = configLayer({ timeout: '3s' });
  const defaults = { COVER_TIMEOUT: '4s' };

  it('prefers a flag to a variable, a variable to the config file, and the config file to a default', () => {
    assert.equal(settingsOf({ flags, environment, config, defaults }).timeout, 1000);
    assert.equal(settingsOf({ environment, config, defaults }).timeout, 2000);
    assert.equal(settingsOf({ config, defaults }).timeout, 3000);
    assert.equal(settingsOf({ defaults }).timeout, 4000);
    assert.equal(settingsOf({}).timeout, undefined);
  });

  it('uses the config file for a variable that is empty', () => {
    assert.equal(settingsOf({ environment: { COVER_TIMEOUT: ' ' }, config }).timeout, 3000);
  });

  it('returns the environment that child processes inherit', () => {
    const merged = mergeSettings({ flags, environment: { PATH: '/bin', COVER_GRACE: '1s' }, config }, NOW);
    assert.deepEqual(merged.environment, { PATH: '/bin', COVER_GRACE: '1s', COVER_TIMEOUT: '1s' });
  });

  for (const [cache, expected] of [
    [true, true],
    [false, false],
  ] as const)
    it(`lets the flag ${cache ? '--cache' : '--no-cache'} override the variable`, () => {
      const layers = {
        flags: createFlagLayer({ cache }, '/'),
        environment: { COVER_CACHE: cache ? 'off' : 'on' },
      };
      assert.equal(settingsOf(layers).isCacheOn, expected);
    });

  it('names the flag, the key or the variable that is invalid', () => {
    assert.match(
      messageFor(() => settingsOf({ flags: createFlagLayer({ timeout: 'soon' }, '/') })),
      /^Invalid --timeout "soon": expected a duration.* Example: --timeout=60s$/,
    );
    assert.match(
      messageFor(() => settingsOf({ config: configLayer({ timeout: 'soon' }) })),
      /^Invalid value "soon" of "timeout" in covermain\.config\.ts: expected .* Example: timeout: '60s'$/,
    );
    assert.match(
      messageFor(() => settingsOf({ environment: { COVER_TIMEOUT: 'soon' } })),
      /^Invalid COVER_TIMEOUT "soon": .* Example: COVER_TIMEOUT=60s$/,
    );
  });

  it('shows a number of the config file as it is written', () => {
    assert.match(
      messageFor(() => settingsOf({ config: configLayer({ httpPort: 99999 }) })),
      /^Invalid value 99999 of "httpPort" in covermain\.config\.ts: /,
    );
  });

  it('names the key that conflicts with a variable', () => {
    const conflict = { config: configLayer({ httpPort: 0 }), environment: { COVER_ENGINE: 'nyc' } };
    assert.match(
      messageFor(() => settingsOf(conflict)),
      /^Invalid COVER_ENGINE "nyc": expected probe if "httpPort" in covermain\.config\.ts is set/,
    );
  });

  it('names the flag that conflicts with a variable', () => {
    const conflict = { flags: createFlagLayer({ httpPort: '0' }, '/'), environment: { COVER_ENGINE: 'nyc' } };
    assert.match(
      messageFor(() => settingsOf(conflict)),
      /^Invalid COVER_ENGINE "nyc": expected probe if --http-port is set/,
    );
  });
});

describe('createLayer', () => {
  for (const [key, value, shown] of [
    ['timeout', '', '""'],
    ['timeout', true, 'true'],
    ['cache', 'off', '"off"'],
    ['dir', 5, '5'],
    ['httpPort', { port: 1 }, '{"port":1}'],
    ['triggerFile', null, 'null'],
  ] as const)
    it(`refuses ${key}: ${JSON.stringify(value)}`, () => {
      assert.match(
        messageFor(() => configLayer({ [key]: value })),
        new RegExp(`^Invalid value ${shown} of "${key}" in covermain\\.config\\.ts: expected `),
      );
    });

  it('ignores keys that are undefined or no settings', () => {
    assert.deepEqual(configLayer({ timeout: undefined, label: 'x' }), EMPTY_LAYER);
  });

  it('accepts numbers for durations and ports', () => {
    const { values } = configLayer({ timeout: 1500, httpPort: 0 });
    assert.deepEqual(values, { COVER_TIMEOUT: '1500', COVERAGE_HTTP_PORT: '0' });
  });
});

describe('the token file', () => {
  const directory = mkdtempSync(join(tmpdir(), 'covermain-token-'));
  after(() => rmSync(directory, { recursive: true }));

  it('contains the token, relative to the project', () => {
    writeFileSync(join(directory, 'token'), '0123456789abcdef\n');
    const { values } = createFlagLayer({ tokenFile: 'token' }, directory);
    assert.deepEqual(values, { COVER_TOKEN: '0123456789abcdef' });
  });

  it('is named without its content if the token is invalid', () => {
    writeFileSync(join(directory, 'short'), 'secret');
    const message = messageFor(() =>
      settingsOf({ flags: createFlagLayer({ tokenFile: 'short' }, directory) }),
    );
    assert.match(message, /^Invalid --token-file "<hidden, 6 characters>": .* > FILE$/);
    assert.ok(!message.includes('secret'));
  });

  it('is refused if it does not exist or is empty', () => {
    writeFileSync(join(directory, 'empty'), '\n');
    for (const [tokenFile, reason] of [
      ['absent', /ENOENT/],
      ['empty', /expected a file that is not empty/],
    ] as const)
      assert.match(
        messageFor(() => createFlagLayer({ tokenFile }, directory)),
        reason,
      );
  });
});
