/** The JSON schema accepts exactly what the config file accepts, as far as a schema can tell. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv } from 'ajv';
import { CONFIG_KEYS } from '../../../src/config-file/config-keys.js';
import { createConfigSchema, SCHEMA_FILE } from '../../../src/config-file/config-schema.js';
import { toConfigFile } from '../../../src/config-file/read-config-file.js';

const REPOSITORY = join(import.meta.dirname, '../../..');

describe('the schema of covermain.config.json', () => {
  const validate = new Ajv().compile(createConfigSchema());

  const ACCEPTED: readonly object[] = [
    {},
    { $schema: './node_modules/covermain/dist/config.schema.json' },
    { entry: 'src/main.ts', entryArgs: ['--port', '8080'] },
    { timeout: '60s', grace: 500, flush: 'off' },
    { dir: 'data', engine: 'nyc', cache: false },
    { signal: 'off', signalReset: true, triggerFile: 'generate_coverage' },
    { httpPort: 0, httpHost: '::1' },
    { httpPort: 'default' },
    { args: 'omit', log: 'debug', reporter: 'html', reportDir: 'out' },
    { reporter: ['html', 'text'] },
  ];
  for (const config of ACCEPTED)
    it(`accepts ${JSON.stringify(config)}, as covermain does`, () => {
      assert.equal(validate(config), true, JSON.stringify(validate.errors));
      assert.doesNotThrow(() => read(config));
    });

  const REFUSED: readonly object[] = [
    { timout: '60s' },
    { MANUAL_INTEGRATION: true },
    { include: ['src/**'] },
    { timeout: true },
    { timeout: '' },
    { timeout: null },
    { cache: 'off' },
    { signalReset: 1 },
    { entry: 5 },
    { entryArgs: 'a b' },
    { reporter: [1] },
    { reportDir: [] },
    { httpPort: {} },
  ];
  for (const config of REFUSED)
    it(`refuses ${JSON.stringify(config)}, as covermain does`, () => {
      assert.equal(validate(config), false);
      assert.throws(() => read(config));
    });

  it('is valid itself, and describes every key', () => {
    assert.equal(new Ajv().validateSchema(createConfigSchema()), true);
    const { properties } = createConfigSchema() as {
      readonly properties: Readonly<Record<string, { readonly description?: string }>>;
    };
    assert.deepEqual(Object.keys(properties).sort(), ['$schema', ...CONFIG_KEYS].sort());
    for (const key of CONFIG_KEYS) assert.match(properties[key]?.description ?? '', /Default: /);
  });
});

describe('docs/settings.md', () => {
  const text = readFileSync(join(REPOSITORY, 'docs/settings.md'), 'utf8');

  it('lists every key of a config file', () => {
    const keys = text.split('\n').flatMap((line) => /^\|[^|]+\|[^|]+\| `(\w+)` \|/.exec(line)?.[1] ?? []);
    assert.deepEqual(keys.sort(), [...CONFIG_KEYS].sort());
  });

  it('shows a JSON file that the schema accepts', () => {
    const [, example = ''] = /```json\n([\s\S]*?)```/.exec(text) ?? [];
    const config = JSON.parse(example) as { readonly $schema: string };
    const validate = new Ajv().compile(createConfigSchema());
    assert.equal(validate(config), true, JSON.stringify(validate.errors));
    assert.equal(config.$schema, `./node_modules/covermain/${SCHEMA_FILE}`);
  });
});

describe('CovermainConfig', () => {
  it('declares every key of a config file', () => {
    const text = readFileSync(join(REPOSITORY, 'src/config-file/define-config.ts'), 'utf8');
    const declared = [...text.matchAll(/^ {2}readonly (\w+)\?:/gm)].map(([, key]) => key);
    assert.deepEqual(declared.sort(), [...CONFIG_KEYS].sort());
  });
});

function read(config: object): void {
  toConfigFile(config, { path: '/p/covermain.config.json', name: 'covermain.config.json', root: '/p' });
}
