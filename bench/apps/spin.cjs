/** Waits until it has an agent, then reports and calls a measured function in an endless loop. */
'use strict';
const { report } = require('./bench.cjs');
const { turn } = require('./lib/turn.js');

setTimeout(() => {
  report({ values: {}, check: '' });
  for (let n = 0; ; ) n = turn(n);
}, 2000);
