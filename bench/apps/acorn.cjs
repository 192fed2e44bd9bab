/** acorn parses its own source. */
'use strict';
const { readFileSync } = require('node:fs');
const { join } = require('node:path');
const { loop } = require('./bench.cjs');
const acorn = require('./lib/parser.js');

const source = readFileSync(join(__dirname, 'lib/parser.js'), 'utf8');

loop({
  pass: () => acorn.parse(source, { ecmaVersion: 'latest' }),
  checkOf: (tree) => JSON.stringify(tree).length,
});
