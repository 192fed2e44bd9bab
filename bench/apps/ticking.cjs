/** Calls code of a measured library every few milliseconds, and reports the delays of its event loop. */
'use strict';
const { monitorEventLoopDelay } = require('node:perf_hooks');
const { answer } = require('./bench.cjs');

/** Milliseconds. */
const INTERVAL = 5;

const LIBRARIES = {
  express() {
    const express = require('express');
    return () => express();
  },
  typescript() {
    const ts = require('./lib/typescript.js');
    return () => ts.createSourceFile('a.ts', 'let a: number = 1;', ts.ScriptTarget.ES2022);
  },
};

const work = LIBRARIES[process.argv[2]]();
const delays = monitorEventLoopDelay({ resolution: 1 });
let cpu = process.cpuUsage();
let start = performance.now();

/** Returns the resources used since the last call. */
function usage() {
  const { user, system } = process.cpuUsage(cpu);
  const values = {
    median: delays.percentile(50) / 1e6,
    '99 %': delays.percentile(99) / 1e6,
    longest: delays.max / 1e6,
    CPU: (user + system) / (performance.now() - start),
    RSS: process.memoryUsage.rss() / 2 ** 20,
  };
  delays.reset();
  cpu = process.cpuUsage();
  start = performance.now();
  return values;
}

delays.enable();
setInterval(work, INTERVAL);
answer(() => ({ values: usage(), check: '' }));
