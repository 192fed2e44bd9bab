/** Tests that a process pushes its profile however it ends, and ends as the plain program does. */
import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { toCoverageMap } from '../../src/interchange/coverage-map.js';
import { totalsOf } from '../../src/profile/model/totals.js';
import { type Measuring, outcomeOf, prepareMeasuring, startNode } from '../support/measured-programs.js';
import { killLeftPrograms } from '../support/program.js';
import { functionsOf, makeProject, type Project } from '../support/project.js';
import { type PushServer, profilesOf, startPushServer } from '../support/push-server.js';
import { type EndCase, send } from '../support/same-ends.js';
import { AGENT, type Beside, USUAL } from '../support/with-agent.js';

const CASES: readonly EndCase[] = [
  ['it has nothing left to do', 'work(); function work() { console.log("done"); }', { work: 1 }],
  ['it calls process.exit', 'work(); function work() { process.exit(3); }', { work: 1 }],
  [
    'an exit listener calls process.exit',
    "process.on('exit', last); function last() { process.exit(5); }",
    { last: 1 },
  ],
  ['it calls process.reallyExit', 'work(); function work() { process.reallyExit(8); }', { work: 1 }],
  ['it throws an uncaught error', "work();\nfunction work() { throw new Error('boom'); }", { work: 1 }],
  [
    'an exit listener throws',
    "process.on('exit', last);\nfunction last() { throw new Error('last words'); }",
    { last: 1 },
  ],
  [
    'it kills itself by SIGTERM',
    "work(); function work() { process.kill(process.pid, 'SIGTERM'); }",
    { work: 1 },
  ],
  [
    'it receives SIGTERM without a listener',
    'work(); function work() { setInterval(work, 1e9); console.log("ready"); }',
    { work: 1 },
    send('SIGTERM'),
  ],
  [
    'a listener handles SIGTERM',
    `process.on('SIGTERM', stop); const timer = setInterval(stop, 1e9); console.log('ready');
    function stop() { clearInterval(timer); process.exitCode = 7; }`,
    { stop: 1 },
    send('SIGTERM'),
  ],
  [
    'a worker thread is still running',
    `const { Worker } = require('node:worker_threads');
    new Worker('for (;;) {}', { eval: true }).on('online', done);
    function done() { process.exit(2); }`,
    { done: 1 },
  ],
];

/** Blocks the event loop for ever, so only the agent can end the process. */
const BLOCKED: EndCase = [
  'it receives SIGTERM while its event loop is blocked',
  `work(); function work() { require('node:fs').writeSync(1, 'ready\\n'); for (;;); }`,
  { work: 1 },
  send('SIGTERM'),
];

describePushes('a process without an agent pushes if', CASES, USUAL);
describePushes('a process with an agent pushes if', [...CASES, BLOCKED], AGENT);

function describePushes(title: string, cases: readonly EndCase[], beside: Beside): void {
  describe(title, () => {
    let project: Project;
    let server: PushServer;
    let measuring: () => Measuring;

    before(async () => {
      server = await startPushServer();
      project = makeProject({ 'package.json': '{}', 'src/none.js': '', ...beside.files });
      const env = { COVER_SIGNAL: 'off', ...beside.env, COVER_PUSH: `${server.origin}/{pid}` };
      measuring = await prepareMeasuring(project, env);
    });
    afterEach(killLeftPrograms);
    after(async () => {
      project.remove();
      await server.close();
    });

    for (const [index, [condition, source, counts, act]] of cases.entries()) {
      it(condition, async () => {
        const file = `src/case-${index}.js`;
        writeFileSync(project.path(file), `${beside.first}${source}`);
        const plain = await outcomeOf(startNode(project, [file]), act);
        const program = startNode(project, [file], measuring().env);
        const measured = await outcomeOf(program, act);
        assert.deepEqual(withoutFrames(measured), withoutFrames(plain));
        const push = server.received.findLast(({ url }) => url === `/${program.pid}`);
        assert.ok(push, 'no profile was pushed');
        const { map } = toCoverageMap(totalsOf(profilesOf(push)), project.root);
        const found = map[project.path(file)];
        assert.deepEqual(found && functionsOf(found), counts);
      });
    }
  });
}

/** Removes stack frames: measured programs have some of the hooks. */
function withoutFrames(outcome: object): object {
  const text = JSON.stringify(outcome, (_, value) =>
    typeof value === 'string' ? value.replace(/^ +at .*\n/gm, '').replace(/^\n/gm, '') : value,
  );
  return JSON.parse(text) as object;
}
