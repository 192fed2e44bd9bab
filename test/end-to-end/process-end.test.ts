/** A process that ends itself ends as without covermain, and its profile is written. */
import { describeSameEnds, type EndCase } from '../support/same-ends.js';
import { AGENT } from '../support/with-agent.js';

const WORKER = "const { Worker } = require('node:worker_threads');";

const CASES: readonly EndCase[] = [
  [
    'it has nothing left to do',
    'work(); function work() { setTimeout(later, 1); } function later() {}',
    { work: 1, later: 1 },
  ],
  [
    'process.exit is called in the middle',
    'work(); function work() { process.exit(3); } function never() {}',
    { work: 1, never: 0 },
  ],
  [
    'process.exit is called in an exit listener',
    "process.on('exit', last); function last() { later(); process.exit(5); } function later() {}",
    { last: 1, later: 1 },
  ],
  [
    'process.exitCode is set',
    "process.on('exit', last); function last(code) { console.log(code); } process.exitCode = 4;",
    { last: 1 },
  ],
  [
    'an exit listener sets the code',
    "process.on('exit', last); function last() { process.exitCode = 6; }",
    { last: 1 },
  ],
  [
    'an exit listener throws',
    "process.on('exit', last);\nfunction last() { throw new Error('last words'); }",
    { last: 1 },
  ],
  ['nobody catches an exception', "work();\nfunction work() { throw new Error('boom'); }", { work: 1 }],
  [
    'an exception comes later',
    "setTimeout(work);\nfunction work() { throw new Error('boom'); }",
    { work: 1 },
  ],
  ['what is thrown is no error', 'work();\nfunction work() { throw { code: 1 }; }', { work: 1 }],
  [
    'nobody handles a rejection',
    "void work();\nasync function work() { await null; throw new Error('boom'); }",
    { work: 1 },
  ],
  [
    'a handler survives an exception',
    `process.on('uncaughtException', survive);
    work();
    function work() { throw new Error('boom'); }
    function survive(error, origin) { console.log(origin); console.log(error.stack); }`,
    { work: 1, survive: 1 },
  ],
  [
    'a handler of exceptions throws',
    `process.on('uncaughtException', fail);
    work();
    function work() { throw new Error('boom'); }
    function fail() { throw new Error('bang'); }`,
    { work: 1, fail: 1 },
  ],
  [
    'listeners of beforeExit give it more to do',
    `let rounds = 0;
    process.on('beforeExit', more);
    function more() { if (rounds++ < 2) setTimeout(late, 1); }
    function late() {}`,
    { more: 3, late: 2 },
  ],
  ['process.reallyExit is called', 'work(); function work() { process.reallyExit(8); }', { work: 1 }],
  [
    'it says itself that it exits, and goes on',
    `process.on('exit', last);
    process.emit('exit', 0);
    setTimeout(work, 1);
    function work() {}
    function last() {}`,
    { work: 1, last: 2 },
  ],
  [
    'a worker of it calls process.exit',
    `${WORKER}
    new Worker('process.exit(9)', { eval: true }).on('exit', told);
    function told(code) { console.log(code); }`,
    { told: 1 },
  ],
  [
    'a worker of it fails',
    `${WORKER}
    new Worker('null.property', { eval: true });
    process.on('exit', told);
    function told(code) { console.log(code); }`,
    { told: 1 },
  ],
  [
    'workers still run',
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
    'its folder is removed',
    `const { mkdtempSync, rmdirSync } = require('node:fs');
    work();
    function work() { process.chdir(mkdtempSync('gone-')); rmdirSync(process.cwd()); }`,
    { work: 1 },
  ],
  [
    'it closes its output',
    `const { closeSync } = require('node:fs');
    work();
    function work() { closeSync(1); closeSync(2); }`,
    { work: 1 },
  ],
  [
    'nobody counts the listeners and properties that it sees',
    `look();
    function look() {
      console.log(process.eventNames(), process.listenerCount('exit'), process.listeners('SIGINT').length);
      console.log(Object.keys(globalThis), process.execArgv, process.argv.length, module.paths.length);
    }`,
    { look: 1 },
  ],
];

describeSameEnds('a measured process ends as without covermain and is counted, if', CASES);
describeSameEnds(
  'a measured process with an agent ends as the plain one, and is counted, where',
  CASES,
  AGENT,
);
