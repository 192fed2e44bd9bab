/** What measured programs share: how they report, and what they are asked while they run. Copied beside them. */
'use strict';
const { readFileSync } = require('node:fs');
const { createInterface } = require('node:readline');
const { setTimeout: delay } = require('node:timers/promises');
const v8 = require('node:v8');
const vm = require('node:vm');

/** A line that the benchmark reads. `fn` is a function of `file`: where it counts, its text is another. */
exports.report = ({ values, check, fn, file }) => {
  const isChanged = !readFileSync(file, 'utf8').includes(fn.toString());
  const isCounting = isChanged || process.env.NODE_V8_COVERAGE !== undefined;
  process.stdout.write(`@bench ${JSON.stringify({ values, check: String(check), isCounting })}\n`);
};

/** Milliseconds of CPU time since `start`, of all threads. */
const cpuSince = (start) => {
  const { user, system } = process.cpuUsage(start);
  return (user + system) / 1000;
};

/**
 * Runs `pass` as often as the command line says, first for the compiler to warm up, then for the clock. The passes
 * are counted, not timed, so that every variant does the same work. `checkOf` the last result tells what it was.
 */
exports.loop = ({ pass, checkOf, fn, file }) => {
  const [warmUp, measured] = process.argv.slice(2).map(Number);
  let result;
  for (let i = 0; i < warmUp; i++) result = pass();
  const cpu = process.cpuUsage();
  const start = performance.now();
  for (let i = 0; i < measured; i++) result = pass();
  const wall = performance.now() - start;
  const values = { CPU: cpuSince(cpu) / measured, wall: wall / measured };
  exports.report({ values, check: checkOf(result), fn, file });
};

/** Reports that the app is ready; if asked for, its memory once it has been idle for a moment. */
exports.ready = async ({ check, fn, file }) => {
  if (!process.argv.includes('--memory')) return exports.report({ values: {}, check, fn, file });
  await delay(2000);
  const { rss } = process.memoryUsage();
  v8.setFlagsFromString('--expose-gc');
  vm.runInNewContext('gc')();
  const { heapUsed, external } = process.memoryUsage();
  const values = { RSS: rss / 2 ** 20, 'heap used': heapUsed / 2 ** 20, external: external / 2 ** 20 };
  exports.report({ values, check, fn, file });
};

/** Reports at once, and again each time a line comes; ends with stdin or `stop`. */
exports.answer = (describe) => {
  const lines = createInterface({ input: process.stdin });
  lines.on('line', (line) => (line === 'stop' ? lines.close() : exports.report(describe())));
  lines.on('close', () => process.exit(0));
  exports.report(describe());
};

/** Reports where a server listens, and what it has used. */
exports.serve = ({ server, fn, file }) => {
  exports.answer(() => {
    const values = { port: server.address().port, CPU: cpuSince(), RSS: process.memoryUsage.rss() / 2 ** 20 };
    return { values, check: '', fn, file };
  });
};
