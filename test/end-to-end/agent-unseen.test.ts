/** Checks that a program cannot detect its agent, and that the agent still works when the program changes its globals. */
import { describeSameEnds, type EndCase } from '../support/same-ends.js';
import { AGENT, LATE_AGENT } from '../support/with-agent.js';

const WORKER = "const { Worker } = require('node:worker_threads');";

const INTROSPECTING: readonly EndCase[] = [
  [
    'lists its active handles, requests and resources',
    `look(); setTimeout(look, 50);
    function look() {
      process._rawDebug(process.getActiveResourcesInfo(), process._getActiveRequests().length);
      for (const handle of process._getActiveHandles()) process._rawDebug(handle.constructor.name);
    }`,
    { look: 2 },
  ],
  [
    'inspects the listeners of its output streams',
    `look();
    function look() {
      for (const stream of [process.stdout, process.stderr])
        console.log(stream.eventNames(), stream.listenerCount('error'), stream.getMaxListeners());
    }`,
    { look: 1 },
  ],
  [
    'counts the listeners of all signals and process events',
    `look();
    function look() {
      const own = ['beforeExit', 'exit', 'message', 'worker', 'warning', 'uncaughtException'];
      for (const name of [...own, ...Object.keys(require('node:os').constants.signals)])
        if (process.listenerCount(name) + process.rawListeners(name).length > 0) console.log(name);
      console.log(process.eventNames(), process._events && Object.keys(process._events));
    }`,
    { look: 1 },
  ],
  [
    'listens for workers from its first line and starts one',
    `${WORKER}
    process.on('worker', came);
    setTimeout(make, 50);
    function make() { new Worker('process.exitCode = 5', { eval: true }).on('exit', went); }
    function came(worker) { console.log(worker instanceof Worker); }
    function went(code) { console.log(code); }`,
    { make: 1, came: 1, went: 1 },
  ],
  [
    'exits when a worker starts',
    `${WORKER}
    process.on('worker', came);
    setTimeout(make, 50);
    function make() { new Worker('for (;;) {}', { eval: true }); }
    function came() { process.exit(4); }`,
    { make: 1, came: 1 },
  ],
  [
    'exchanges messages with its own worker',
    `${WORKER}
    const echo = "const { parentPort } = require('worker_threads'); parentPort.once('message', (text) => parentPort.postMessage(text + text))";
    const worker = new Worker(echo, { eval: true, stdout: true });
    worker.on('message', told).postMessage('a');
    function told(text) { console.log(text, worker.stdout.readableLength); }`,
    { told: 1 },
  ],
  [
    'is busy for several flush intervals and then ends by itself',
    `let rounds = 0;
    process.on('beforeExit', more);
    function more() { if (rounds++ < 40) setTimeout(String, 2); else console.log(rounds); }`,
    { more: 41 },
  ],
  [
    'waits only for a dump of its agent',
    `void ask();
    async function ask() { await (await import('covermain')).dump(); console.log('told'); }`,
    { ask: 1 },
  ],
  [
    'exits before its agent has answered',
    `void ask();
    async function ask() { (await import('covermain')).dump().then(never); process.exit(6); }
    function never() {}`,
    { ask: 1, never: 0 },
  ],
  [
    'throws before its agent has answered',
    `void ask();
    async function ask() { (await import('covermain')).dump().then(never); process.nextTick(fail); }
    function fail() { null.property; }
    function never() {}`,
    { ask: 1, fail: 1, never: 0 },
  ],
  [
    'starts children that print their environment',
    `const { execFileSync } = require('node:child_process');
    const own = /^(COVER|NODE_OPTIONS$)/;
    look(); look({ env: { OWN: '1' } });
    function look(options) {
      const printed = execFileSync(process.execPath, ['-p', 'JSON.stringify(process.env)'], options);
      for (const [name, value] of Object.entries(JSON.parse(printed))) if (!own.test(name)) console.log(name, value);
    }`,
    { look: 2 },
  ],
];

const HOSTILE: readonly EndCase[] = [
  [
    'replaces the global timer functions',
    `for (const name of ['setTimeout', 'setInterval', 'setImmediate', 'queueMicrotask']) globalThis[name] = never;
    turn(work);
    function work() { console.log('worked'); }
    function never() { return 7; }`,
    { work: 1, never: 0 },
  ],
  [
    'replaces all clocks with stopped ones',
    `performance.now = stopped; globalThis.performance = undefined;
    globalThis.Date = Object.assign(function Clock() {}, { now: stopped });
    turn(work);
    function work() { console.log(Date.now(), new Date()); }
    function stopped() { return 0; }`,
    { Clock: 1, work: 1, stopped: 1 },
  ],
  [
    'deletes all environment variables and starts children',
    `const { spawnSync } = require('node:child_process');
    for (const name of Object.keys(process.env)) delete process.env[name];
    turn(work);
    function work() { console.log(String(spawnSync(process.execPath, ['-p', '6 * 7']).stdout)); }`,
    { work: 1 },
  ],
  [
    'replaces process.env and starts children',
    `const { spawnSync } = require('node:child_process');
    process.env = { OWN: '1' };
    turn(work);
    function work() { console.log(String(spawnSync(process.execPath, ['-p', 'process.env.OWN']).stdout)); }`,
    { work: 1 },
  ],
  [
    'deletes process.env, so that Node itself cannot start a child',
    `const { spawnSync } = require('node:child_process');
    delete process.env;
    turn(work);
    function work() { process._rawDebug('works'); spawnSync(process.execPath, ['-p', '6 * 7']); }`,
    { work: 1 },
  ],
  [
    'changes its arguments, its title and its Node version',
    `process.argv = undefined; process.title = 'other'; Object.defineProperty(process, 'version', { value: 7 });
    turn(work);
    function work() { console.log(process.version); }`,
    { work: 1 },
  ],
  [
    'freezes built-in modules and globals and loads another file',
    `require('node:fs').writeFileSync(__dirname + '/more.js', 'more(); function more() {}');
    const { builtinModules } = require('node:module');
    for (const name of ['fs', 'worker_threads', 'child_process', 'timers', 'net', 'events'])
      Object.freeze(require(name));
    for (const all of [globalThis, process, Atomics, SharedArrayBuffer, Array.prototype, Promise]) Object.freeze(all);
    turn(work);
    function work() { require('./more.js'); console.log(builtinModules.length > 0); }`,
    { work: 1 },
  ],
  [
    'changes its working directory',
    `process.chdir(require('node:os').tmpdir());
    turn(work);
    function work() { console.log(process.cwd()); }`,
    { work: 1 },
  ],
  [
    'adds properties to built-in prototypes',
    `for (const type of [Object, Array, Function, String]) type.prototype.extra = never;
    turn(work);
    function work() { console.log(Object.keys({})); }
    function never() {}`,
    { work: 1, never: 0 },
  ],
  [
    'uses the global variable __coverage__ for its own value',
    `globalThis.__coverage__ = 'mine';
    turn(work);
    function work() { setTimeout(look, 50); }
    function look() { console.log(globalThis.__coverage__); }`,
    { work: 1, look: 1 },
  ],
];

describeSameEnds(
  'with an agent, measuring does not change a program and counts its calls if it',
  INTROSPECTING,
  AGENT,
);
describeSameEnds(
  'when the agent starts late, measuring does not change a program and counts its calls if it',
  HOSTILE,
  LATE_AGENT,
);
