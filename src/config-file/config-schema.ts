/** The JSON schema of `covermain.config.json`, which the build writes into the package. */
import { keyOf, SETTINGS } from '../settings/table.js';
import { PLAIN_KEYS } from './config-keys.js';

/** Path of the schema in the package. */
export const SCHEMA_FILE = 'dist/config.schema.json';

export function createConfigSchema(): object {
  const plain = PLAIN_KEYS.map(({ key, schema, description, default: unset }) => [
    key,
    { description: `${description}. Default: ${unset}.`, ...schema },
  ]);
  const settings = SETTINGS.map((setting) => [
    keyOf(setting),
    {
      description: `${setting.description} (${setting.variable}). Default: ${setting.default}.`,
      ...setting.value.schema,
    },
  ]);
  return {
    $schema: 'http://json-schema.org/draft-07/schema#',
    title: 'covermain.config.json',
    description: 'Settings of covermain for a project. See docs/settings.md.',
    type: 'object',
    additionalProperties: false,
    properties: { $schema: { type: 'string' }, ...Object.fromEntries([...plain, ...settings]) },
  };
}
