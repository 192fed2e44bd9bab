/** The table of settings is complete, and every row is valid. */
import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readSettings } from '../../../src/settings/index.js';
import { createLayer } from '../../../src/settings/layers.js';
import { keyOf, SETTING_NAMES, SETTINGS } from '../../../src/settings/table.js';

const DOCS = join(import.meta.dirname, '../../../docs/settings.md');
const SOURCE = join(import.meta.dirname, '../../../src/settings');

describe('SETTINGS', () => {
  it('lists every variable that a file of src/settings/ reads', () => {
    const texts = readdirSync(SOURCE)
      .filter((file) => file.endsWith('.ts'))
      .map((file) => readFileSync(join(SOURCE, file), 'utf8'));
    const declared = texts.flatMap((text) =>
      [...text.matchAll(/_VARIABLE = '(\w+)'/g)].map(([, name = '']) => name),
    );
    assert.ok(declared.length >= 14);
    assert.deepEqual([...SETTING_NAMES].sort(), [...declared, 'COVER_LOG'].sort());
  });

  it('has unique variables and flags, and keys in camel case', () => {
    for (const names of [SETTING_NAMES, SETTINGS.map(({ flag }) => flag)])
      assert.equal(new Set(names).size, names.length);
    assert.equal(keyOf({ flag: 'signal-reset' }), 'signalReset');
  });

  for (const setting of SETTINGS.filter(({ isFile }) => !isFile))
    it(`has an example for ${setting.variable} that the setting accepts`, () => {
      const { variable, example, value } = setting;
      const given = value.placeholder === undefined ? example === 'true' : example;
      const { values } = createLayer(
        { [keyOf(setting)]: given },
        { termOf: ({ flag }) => ({ name: flag, assign: () => '' }), root: '/' },
      );
      assert.doesNotThrow(() => readSettings({ [variable]: values[variable] }, new Date()));
    });

  for (const setting of SETTINGS)
    it(`is documented in docs/settings.md with ${setting.variable}, its flag and its key`, () => {
      const row = readFileSync(DOCS, 'utf8')
        .split('\n')
        .find((line) => line.startsWith(`| \`${setting.variable}\` |`));
      const [, , flags = '', key = ''] = (row ?? '').split('|');
      assert.match(flags, new RegExp(`\`--${setting.flag}\``));
      assert.equal(key.trim(), `\`${keyOf(setting)}\``);
    });

  it('is documented with all variables', () => {
    const text = readFileSync(DOCS, 'utf8');
    for (const name of SETTING_NAMES) assert.ok(text.includes(`| \`${name}\` |`), name);
  });
});
