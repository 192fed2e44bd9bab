/** A measured process reacts to signals like an unmeasured one, and its profile keeps all hits. */
import { existsSync } from 'node:fs';
import { REPOSITORY } from '../../support/project.js';
import { describeSameEnds, type EndCase, send } from '../../support/same-ends.js';
import { AGENT } from '../../support/with-agent.js';

const READY = "setInterval(String, 1000); console.log('ready');";
const DEADLY = ['SIGINT', 'SIGTERM', 'SIGHUP', 'SIGQUIT', 'SIGUSR2', 'SIGALRM', 'SIGXCPU'] as const;

/** Path of signal-exit 3. Packages still depend on both major versions, so both are tested if they are installed. */
const SIGNAL_EXIT_3 = `${REPOSITORY}/node_modules/signal-exit-3`;
/** Path of signal-exit 4. */
const SIGNAL_EXIT_4 = `${REPOSITORY}/node_modules/signal-exit-4`;

const CASES: readonly EndCase[] = [
  ...DEADLY.map(
    (signal): EndCase => [
      `it receives ${signal} without a handler`,
      `process.on('exit', never); ${READY} function never() {}`,
      { never: 0 },
      send(signal),
    ],
  ),
  [
    'it receives SIGTERM with an open server',
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
      `it kills itself with ${kill}`,
      `work(); never(); function work() { ${kill}; } function never() {}`,
      { work: 1, never: 0 },
    ],
  ),
  [
    'its handler exits with 0',
    `process.on('SIGTERM', stop); process.on('exit', last); ${READY}
    function stop(...args) { console.log(args); process.exit(0); }
    function last() {}`,
    { stop: 1, last: 1 },
    send('SIGTERM'),
  ],
  [
    'its handler stops the work so that the process exits by itself',
    `const timer = setInterval(String, 1000);
    process.on('SIGINT', stop);
    console.log('ready');
    function stop() { clearInterval(timer); setTimeout(flush, 1); }
    function flush() {}`,
    { stop: 1, flush: 1 },
    send('SIGINT'),
  ],
  [
    'its handler kills it with the same signal',
    `process.once('SIGTERM', stop); ${READY}
    function stop(signal) { process.kill(process.pid, signal); }`,
    { stop: 1 },
    send('SIGTERM'),
  ],
  [
    'its handler handles only the first of two signals',
    `process.once('SIGINT', first); ${READY}
    function first() { console.log('ready'); }`,
    { first: 1 },
    send('SIGINT', 'SIGINT'),
  ],
  [
    'its handler keeps it running',
    `process.on('SIGHUP', reload); ${READY}
    function reload() { console.log('ready'); }`,
    { reload: 2 },
    send('SIGHUP', 'SIGHUP', 'SIGTERM'),
  ],
  [
    'its handler throws',
    `process.on('SIGTERM', stop); ${READY}
    function stop() { throw new Error('boom'); }`,
    { stop: 1 },
    send('SIGTERM'),
  ],
  [
    'its handlers were removed one by one',
    `process.on('SIGTERM', never); process.prependListener('SIGTERM', never);
    process.off('SIGTERM', never); process.off('SIGTERM', never); ${READY}
    function never() {}`,
    { never: 0 },
    send('SIGTERM'),
  ],
  [
    'one of its two handlers was removed',
    `process.on('SIGTERM', never); process.on('SIGTERM', stop); process.off('SIGTERM', never); ${READY}
    function never() {}
    function stop() { console.log(process.listenerCount('SIGTERM')); process.exit(); }`,
    { never: 0, stop: 1 },
    send('SIGTERM'),
  ],
  [
    'all handlers of the signal were removed',
    `process.on('SIGINT', never); process.removeAllListeners('SIGINT'); ${READY} function never() {}`,
    { never: 0 },
    send('SIGINT'),
  ],
  [
    'all listeners of all events were removed',
    `process.on('SIGINT', never); process.removeAllListeners(); ${READY} function never() {}`,
    { never: 0 },
    send('SIGINT'),
  ],
  [
    'it emits a signal event without a handler',
    `work(); ${READY} function work() { console.log(process.emit('SIGINT', 'SIGINT')); }`,
    { work: 1 },
    send('SIGTERM'),
  ],
  [
    'it emits a signal event that it handles',
    `process.on('SIGINT', stop); process.emit('SIGINT'); function stop(...args) { console.log(args); }`,
    { stop: 1 },
  ],
  [
    'it inspects its listeners',
    `process.on('SIGINT', stop); look(); process.off('SIGINT', stop); look();
    function stop() {}
    function look() {
      console.log(process.eventNames());
      for (const name of ['SIGINT', 'SIGTERM', 'exit']) console.log(process.rawListeners(name));
    }`,
    { stop: 0, look: 2 },
  ],
  [
    'it listens to newListener and removeListener',
    `process.on('newListener', came); process.on('removeListener', went);
    process.once('SIGINT', stop); process.off('SIGINT', stop);
    function came(name) { console.log('came', name); }
    function went(name) { console.log('went', name); }
    function stop() {}`,
    { came: 2, went: 1, stop: 0 },
  ],
  [
    'it throws an uncaught exception while it has a signal handler',
    `process.on('SIGTERM', never); work();
    function work() { throw new Error('boom'); }
    function never() {}`,
    { work: 1, never: 0 },
  ],
  ...[
    ['3', `require('${SIGNAL_EXIT_3}')`, SIGNAL_EXIT_3] as const,
    ['4', `require('${SIGNAL_EXIT_4}').onExit`, SIGNAL_EXIT_4] as const,
  ]
    .filter(([, , directory]) => existsSync(directory))
    .flatMap(([version, onExit]): readonly EndCase[] => [
      [
        `it uses signal-exit ${version} and receives a signal`,
        `${onExit}(last, { alwaysLast: true }); ${READY}
        function last(code, signal) { console.log('last', code, signal); }`,
        { last: 1 },
        send('SIGTERM'),
      ],
      [
        `it uses signal-exit ${version} and exits`,
        `${onExit}(last); work();
        function work() { process.exit(3); }
        function last(code, signal) { console.log('last', code, signal); }`,
        { work: 1, last: 1 },
      ],
      [
        `it unsubscribes from signal-exit ${version} and receives a signal`,
        `${onExit}(last)(); ${READY} function last() {}`,
        { last: 0 },
        send('SIGHUP'),
      ],
    ]),
];

describeSameEnds('a measured process behaves like an unmeasured one and keeps its hits when', CASES);
describeSameEnds(
  'a measured process with an agent behaves like an unmeasured one and keeps its hits when',
  CASES,
  AGENT,
);
