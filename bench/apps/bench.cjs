/** Functions of measured programs: reports and answers to requests. Is copied into each generated project. */
'use strict';
const { createInterface } = require('node:readline');
const { setTimeout: delay } = require('node:timers/promises');
const v8 = require('node:v8');
const vm = require('node:vm');

/** Prints a line that the benchmark reads. */
exports.report = ({ values, check }) => {
  process.stdout.write(`@bench ${JSON.stringify({ values, check: String(check) })}\n`);
};

/** Returns the CPU time of all threads since `start`, in milliseconds. */
const cpuSince = (start) => {
  const { user, system } = process.cpuUsage(start);
  return (user + system) / 1000;
};

/**
 * Runs `pass` as often as the command line requests: first to warm up the compiler, then to measure. The number of passes is
 * fixed, so that every variant does the same work. `checkOf` returns a value to compare, from the result of the last pass.
 */
exports.loop = ({ pass, checkOf }) => {
  const [warmUp, measured] = process.argv.slice(2).map(Number);
  let result;
  for (let i = 0; i < warmUp; i++) result = pass();
  const cpu = process.cpuUsage();
  const start = performance.now();
  for (let i = 0; i < measured; i++) result = pass();
  const wall = performance.now() - start;
  const values = { CPU: cpuSince(cpu) / measured, wall: wall / measured };
  exports.report({ values, check: checkOf(result) });
};

/** Reports that the app is ready. With `--memory`, reports its memory after it has been idle for two seconds. */
exports.ready = async (check) => {
  if (!process.argv.includes('--memory')) return exports.report({ values: {}, check });
  await delay(2000);
  const { rss } = process.memoryUsage();
  v8.setFlagsFromString('--expose-gc');
  vm.runInNewContext('gc')();
  const { heapUsed, external } = process.memoryUsage();
  const values = { RSS: rss / 2 ** 20, 'heap used': heapUsed / 2 ** 20, external: external / 2 ** 20 };
  exports.report({ values, check });
};

/** Reports at once and again for each line on stdin. Exits at the line `stop` or the end of stdin. */
exports.answer = (describe) => {
  const lines = createInterface({ input: process.stdin });
  lines.on('line', (line) => (line === 'stop' ? lines.close() : exports.report(describe())));
  lines.on('close', () => process.exit(0));
  exports.report(describe());
};

/**
 * Reports the port of a server and the resources that it has used. With `--delays`, also the delays of its event loop since the
 * last report.
 */
exports.serve = (server) => {
  const delays = process.argv.includes('--delays') ? measureDelays() : () => ({});
  exports.answer(() => {
    const values = { port: server.address().port, CPU: cpuSince(), RSS: process.memoryUsage.rss() / 2 ** 20 };
    return { values: { ...values, ...delays() }, check: '' };
  });
};

/** Returns a function that returns the delays of the event loop since its last call, in milliseconds. */
function measureDelays() {
  const { monitorEventLoopDelay } = require('node:perf_hooks');
  const delays = monitorEventLoopDelay({ resolution: 1 });
  delays.enable();
  return () => {
    const values = {
      'delay, median': delays.percentile(50) / 1e6,
      'delay, 99 %': delays.percentile(99) / 1e6,
      'longest delay': delays.max / 1e6,
    };
    delays.reset();
    return values;
  };
}
