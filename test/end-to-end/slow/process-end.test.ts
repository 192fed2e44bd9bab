/** Tests that a measured process ends as the plain program does, and writes its profile, however it ends by itself. */
import { describeSameEnds, type EndCase } from '../../support/same-ends.js';
import { AGENT } from '../../support/with-agent.js';

const WORKER = "const { Worker } = require('node:worker_threads');";

const CASES: readonly EndCase[] = [
  [
    'it has nothing left to do',
    'work(); function work() { setTimeout(later, 1); } function later() {}',
    { work: 1, later: 1 },
  ],
  [
    'it calls process.exit before its last statement',
    'work(); function work() { process.exit(3); } function never() {}',
    { work: 1, never: 0 },
  ],
  [
    'an exit listener calls process.exit',
    "process.on('exit', last); function last() { later(); process.exit(5); } function later() {}",
    { last: 1, later: 1 },
  ],
  [
    'it sets process.exitCode',
    "process.on('exit', last); function last(code) { console.log(code); } process.exitCode = 4;",
    { last: 1 },
  ],
  [
    'an exit listener sets process.exitCode',
    "process.on('exit', last); function last() { process.exitCode = 6; }",
    { last: 1 },
  ],
  [
    'an exit listener throws',
    "process.on('exit', last);\nfunction last() { throw new Error('last words'); }",
    { last: 1 },
  ],
  ['it throws an uncaught error', "work();\nfunction work() { throw new Error('boom'); }", { work: 1 }],
  [
    'a timer throws an uncaught error',
    "setTimeout(work);\nfunction work() { throw new Error('boom'); }",
    { work: 1 },
  ],
  ['it throws a value that is not an Error', 'work();\nfunction work() { throw { code: 1 }; }', { work: 1 }],
  [
    'it has an unhandled rejection',
    "void work();\nasync function work() { await null; throw new Error('boom'); }",
    { work: 1 },
  ],
  [
    'an uncaughtException listener handles an error',
    `process.on('uncaughtException', survive);
    work();
    function work() { throw new Error('boom'); }
    function survive(error, origin) { console.log(origin); console.log(error.stack); }`,
    { work: 1, survive: 1 },
  ],
  [
    'an uncaughtException listener throws',
    `process.on('uncaughtException', fail);
    work();
    function work() { throw new Error('boom'); }
    function fail() { throw new Error('bang'); }`,
    { work: 1, fail: 1 },
  ],
  [
    'beforeExit listeners schedule more work',
    `let rounds = 0;
    process.on('beforeExit', more);
    function more() { if (rounds++ < 2) setTimeout(late, 1); }
    function late() {}`,
    { more: 3, late: 2 },
  ],
  ['it calls process.reallyExit', 'work(); function work() { process.reallyExit(8); }', { work: 1 }],
  [
    'it emits the exit event itself and continues',
    `process.on('exit', last);
    process.emit('exit', 0);
    setTimeout(work, 1);
    function work() {}
    function last() {}`,
    { work: 1, last: 2 },
  ],
  [
    'a worker thread calls process.exit',
    `${WORKER}
    new Worker('process.exit(9)', { eval: true }).on('exit', told);
    function told(code) { console.log(code); }`,
    { told: 1 },
  ],
  [
    'a worker thread throws an uncaught error',
    `${WORKER}
    new Worker('null.property', { eval: true });
    process.on('exit', told);
    function told(code) { console.log(code); }`,
    { told: 1 },
  ],
  [
    'worker threads are still running',
    `${WORKER}
    new Worker('for (;;) {}', { eval: true }).on('online', done);
    new Worker('setInterval(() => {}, 1000)', { eval: true });
    function done() { process.exit(2); }`,
    { done: 1 },
  ],
  [
    'a server is still open',
    `const server = require('node:http').createServer().listen(0, done);
    function done() { console.log(server.listening); process.exit(); }`,
    { done: 1 },
  ],
  [
    'it removes its working directory',
    `const { mkdtempSync, rmdirSync } = require('node:fs');
    work();
    function work() { process.chdir(mkdtempSync('gone-')); rmdirSync(process.cwd()); }`,
    { work: 1 },
  ],
  [
    'it closes stdout and stderr',
    `const { closeSync } = require('node:fs');
    work();
    function work() { closeSync(1); closeSync(2); }`,
    { work: 1 },
  ],
  [
    'it prints its listeners, global properties and arguments',
    `look();
    function look() {
      console.log(process.eventNames(), process.listenerCount('exit'), process.listeners('SIGINT').length);
      console.log(Object.keys(globalThis), process.execArgv, process.argv.length, module.paths.length);
    }`,
    { look: 1 },
  ],
];

describeSameEnds('a measured process ends as the plain program does, with exact counts, when', CASES);
describeSameEnds(
  'a measured process with an agent ends as the plain program does, with exact counts, when',
  CASES,
  AGENT,
);
