/** Runs the program of `lib/program.cjs` repeatedly. */
'use strict';
const { loop } = require('./bench.cjs');
const { run } = require('./lib/program.cjs');

loop({ pass: run, checkOf: String });
