/** A measured process dies of a signal or handles it as without covermain, and is counted. */
import { existsSync } from 'node:fs';
import { REPOSITORY } from '../support/project.js';
import { describeSameEnds, type EndCase, send } from '../support/same-ends.js';
import { AGENT } from '../support/with-agent.js';

const READY = "setInterval(String, 1000); console.log('ready');";
const DEADLY = ['SIGINT', 'SIGTERM', 'SIGHUP', 'SIGQUIT', 'SIGUSR2', 'SIGALRM', 'SIGXCPU'] as const;

/** Both versions are about. */
const SIGNAL_EXIT_3 = `${REPOSITORY}/node_modules/signal-exit-3`;
const SIGNAL_EXIT_4 = `${REPOSITORY}/node_modules/signal-exit-4`;

const CASES: readonly EndCase[] = [
  ...DEADLY.map(
    (signal): EndCase => [
      `${signal} comes and nobody handles it`,
      `process.on('exit', never); ${READY} function never() {}`,
      { never: 0 },
      send(signal),
    ],
  ),
  [
    'a server is open',
    "require('node:http').createServer().listen(0, open); function open() { console.log('ready'); }",
    { open: 1 },
    send('SIGTERM'),
  ],
  ...[
    "process.kill(process.pid, 'SIGTERM')",
    'process.kill(process.pid)',
    'process.kill(0, 2)',
    "process.kill(-process.pid, 'SIGHUP')",
  ].map(
    (kill): EndCase => [
      `it kills itself by ${kill}`,
      `work(); never(); function work() { ${kill}; } function never() {}`,
      { work: 1, never: 0 },
    ],
  ),
  [
    'a handler exits with 0',
    `process.on('SIGTERM', stop); process.on('exit', last); ${READY}
    function stop(...args) { console.log(args); process.exit(0); }
    function last() {}`,
    { stop: 1, last: 1 },
    send('SIGTERM'),
  ],
  [
    'a handler lets it finish',
    `const timer = setInterval(String, 1000);
    process.on('SIGINT', stop);
    console.log('ready');
    function stop() { clearInterval(timer); setTimeout(flush, 1); }
    function flush() {}`,
    { stop: 1, flush: 1 },
    send('SIGINT'),
  ],
  [
    'a handler kills it by the same signal again',
    `process.once('SIGTERM', stop); ${READY}
    function stop(signal) { process.kill(process.pid, signal); }`,
    { stop: 1 },
    send('SIGTERM'),
  ],
  [
    'a handler listens for the first one only',
    `process.once('SIGINT', first); ${READY}
    function first() { console.log('ready'); }`,
    { first: 1 },
    send('SIGINT', 'SIGINT'),
  ],
  [
    'a handler lives on',
    `process.on('SIGHUP', reload); ${READY}
    function reload() { console.log('ready'); }`,
    { reload: 2 },
    send('SIGHUP', 'SIGHUP', 'SIGTERM'),
  ],
  [
    'a handler throws',
    `process.on('SIGTERM', stop); ${READY}
    function stop() { throw new Error('boom'); }`,
    { stop: 1 },
    send('SIGTERM'),
  ],
  [
    'handlers were taken off one by one',
    `process.on('SIGTERM', never); process.prependListener('SIGTERM', never);
    process.off('SIGTERM', never); process.off('SIGTERM', never); ${READY}
    function never() {}`,
    { never: 0 },
    send('SIGTERM'),
  ],
  [
    'one handler of two was taken off',
    `process.on('SIGTERM', never); process.on('SIGTERM', stop); process.off('SIGTERM', never); ${READY}
    function never() {}
    function stop() { console.log(process.listenerCount('SIGTERM')); process.exit(); }`,
    { never: 0, stop: 1 },
    send('SIGTERM'),
  ],
  [
    'all handlers of the signal were taken off',
    `process.on('SIGINT', never); process.removeAllListeners('SIGINT'); ${READY} function never() {}`,
    { never: 0 },
    send('SIGINT'),
  ],
  [
    'all listeners of all events were taken off',
    `process.on('SIGINT', never); process.removeAllListeners(); ${READY} function never() {}`,
    { never: 0 },
    send('SIGINT'),
  ],
  [
    'it emits a signal that nobody handles',
    `work(); ${READY} function work() { console.log(process.emit('SIGINT', 'SIGINT')); }`,
    { work: 1 },
    send('SIGTERM'),
  ],
  [
    'it emits a signal that it handles',
    `process.on('SIGINT', stop); process.emit('SIGINT'); function stop(...args) { console.log(args); }`,
    { stop: 1 },
  ],
  [
    'it looks at the listeners',
    `process.on('SIGINT', stop); look(); process.off('SIGINT', stop); look();
    function stop() {}
    function look() {
      console.log(process.eventNames());
      for (const name of ['SIGINT', 'SIGTERM', 'exit']) console.log(process.rawListeners(name));
    }`,
    { stop: 0, look: 2 },
  ],
  [
    'it listens for listeners',
    `process.on('newListener', came); process.on('removeListener', went);
    process.once('SIGINT', stop); process.off('SIGINT', stop);
    function came(name) { console.log('came', name); }
    function went(name) { console.log('went', name); }
    function stop() {}`,
    { came: 2, went: 1, stop: 0 },
  ],
  [
    'an exception reaches nobody while a handler is there',
    `process.on('SIGTERM', never); work();
    function work() { throw new Error('boom'); }
    function never() {}`,
    { work: 1, never: 0 },
  ],
  ...[
    ['3', `require('${SIGNAL_EXIT_3}')`, SIGNAL_EXIT_3] as const,
    ['4', `require('${SIGNAL_EXIT_4}').onExit`, SIGNAL_EXIT_4] as const,
  ]
    .filter(([, , folder]) => existsSync(folder))
    .flatMap(([version, onExit]): readonly EndCase[] => [
      [
        `it waits for its end by signal-exit ${version} and a signal comes`,
        `${onExit}(last, { alwaysLast: true }); ${READY}
        function last(code, signal) { console.log('last', code, signal); }`,
        { last: 1 },
        send('SIGTERM'),
      ],
      [
        `it waits for its end by signal-exit ${version} and exits`,
        `${onExit}(last); work();
        function work() { process.exit(3); }
        function last(code, signal) { console.log('last', code, signal); }`,
        { work: 1, last: 1 },
      ],
      [
        `signal-exit ${version} is unloaded`,
        `${onExit}(last)(); ${READY} function last() {}`,
        { last: 0 },
        send('SIGHUP'),
      ],
    ]),
];

describeSameEnds('a measured process handles signals as without covermain and is counted, if', CASES);
describeSameEnds(
  'a measured process with an agent takes signals as the plain one does, and is counted, where',
  CASES,
  AGENT,
);
