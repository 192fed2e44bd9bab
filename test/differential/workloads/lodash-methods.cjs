// Every public function of lodash from its own file.
const { readdirSync } = require('node:fs');
const { basename, dirname } = require('node:path');

const NO_FUNCTIONS =
  /^_|^(core|fp|lodash|index|array|collection|date|function|lang|math|number|object|seq|string|util)\b/;

for (const file of readdirSync(dirname(require.resolve('lodash')))) {
  if (!file.endsWith('.js') || NO_FUNCTIONS.test(file) || file.includes('.min.')) continue;
  const value = require(`lodash/${file}`);
  if (typeof value === 'function') exports[basename(file, '.js')] = value;
}
