/** The example service of this repository, compiled to CommonJS. */
'use strict';
const { serve } = require('./bench.cjs');
const { main } = require('./lib/main.js');

process.env.PORT = '0';
main().then(serve);
