/** `covermain session` starts, ends and lists sessions. */
import assert from 'node:assert/strict';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import {
  endSessionCommand,
  listSessionsCommand,
  startSessionCommand,
} from '../../../src/commands/session.js';
import { encodeMeta } from '../../../src/profile/format/meta-file.js';
import { writeCounters } from '../../../src/profile/store/write-profile.js';
import { dumpOf, type Respond, startAgent, useAgentRoot } from '../../support/agents.js';
import { assertFailed, call } from '../../support/commands.js';
import { countersOf, metaOf, profileOf, writeMeta } from '../../support/profiles.js';

const AT = ['2025-01-02T03:04:05.678Z', '2025-01-02T03:04:06.678Z'] as const;

describe('covermain session', () => {
  let root: string;
  useAgentRoot((path) => {
    root = path;
  });

  const START = 'POST /v1/cover/session/start?name=';
  const END = 'POST /v1/cover/session/end?name=';
  const started = (options = {}) => call((all) => startSessionCommand(all, 'a b&c'), root, options);
  const ended = (options = {}) => call((all) => endSessionCommand(all, 'a b&c'), root, options);
  const NAME = 'a%20b%26c';
  const refuse = (status: number, text: string): Respond => {
    return (_, response) => response.writeHead(status).end(text);
  };

  it('starts a session in all processes of the run', async () => {
    const sessions = [
      { name: 'a b&c', start: AT[1] },
      { name: 'other', start: AT[0] },
      { name: 'a b&c', start: AT[0] },
    ];
    const { asked } = await startAgent(root, { answers: { [`${START}${NAME}`]: { sessions } } });
    assert.equal((await started()).printed, 'a b&c is open in 2 processes');
    assert.deepEqual(JSON.parse((await started({ json: true })).printed), [
      { run: 'run-1', name: 'a b&c', start: AT[0], processes: 2 },
    ]);
    assert.deepEqual(asked, [`${START}${NAME}`, `${START}${NAME}`]);
  });

  it('starts a session in the process that --pid selects', async () => {
    const sessions = [{ name: 'a b&c', start: AT[0] }];
    await startAgent(root, { pid: 1, answers: { [`${START}${NAME}&process=self`]: { sessions } } });
    assert.equal((await started({ pid: 1 })).printed, 'a b&c is open in 1 process');
  });

  it('ends a session and prints its profiles if they cannot be read here', async () => {
    const dumps = [dumpOf({ pid: 1, path: `${root}/data/session/covcounters` })];
    await startAgent(root, { answers: { [`${END}${NAME}`]: { dumps } } });
    const { exitCode, printed } = await ended();
    assert.equal(exitCode, 0);
    assert.equal(printed, 'process 1: data/session/covcounters: epoch 1, 12 files, 340 of 900 counters hit');
    assert.deepEqual(JSON.parse((await ended({ json: true })).printed), [
      { run: 'run-1', ...dumps[0], summary: null },
    ]);
  });

  it('prints how many statements the session executed for the first time in its run', async () => {
    const data = join(root, 'data');
    const write = (directory: string, pid: number, counters: readonly number[]) => {
      mkdirSync(directory, { recursive: true });
      for (const meta of [metaOf(), metaOf({ path: 'src/b.ts' })]) writeMeta(directory, encodeMeta(meta));
      const files = [
        countersOf(metaOf(), counters.slice(0, 3)),
        countersOf(metaOf({ path: 'src/b.ts' }), counters.slice(3)),
      ];
      return writeCounters(directory, profileOf(files, { pid }));
    };
    // Process 2 had executed the second statement of the first file before the session, and process 3 has ended.
    write(data, 1, [5, 2, 0, 1, 0, 0]);
    write(data, 2, [0, 4, 0, 0, 0, 0]);
    write(data, 3, [7, 0, 0, 0, 0, 0]);
    const session = join(data, 'sessions/a%20b%26c');
    const dumps = [
      dumpOf({ pid: 1, path: write(session, 1, [1, 2, 0, 1, 0, 0]) }),
      dumpOf({ pid: 2, path: write(session, 2, [0, 1, 0, 0, 0, 0]) }),
    ];
    await startAgent(root, { status: { directory: data }, answers: { [`${END}${NAME}`]: { dumps } } });
    const line = 'a b&c: 1 new statement in 1 file, of 3 executed statements in 2 files';
    assert.equal((await ended()).printed, line);
    assert.deepEqual((await ended({ paths: true })).printed.split('\n').length, 3);
    const [first] = JSON.parse((await ended({ json: true })).printed);
    assert.deepEqual(
      [first.path, first.summary],
      [
        dumps[0]?.path,
        {
          executed: { statements: 3, files: 2 },
          new: { statements: 1, files: 1 },
          isNewMinimum: false,
        },
      ],
    );
  });

  it('fails with the message of the program that refuses', async () => {
    await startAgent(root, {
      answers: {
        [`${START}${NAME}`]: refuse(409, 'the session "a b&c" is running: end it first\n'),
        [`${END}${NAME}`]: refuse(404, 'no session "a b&c" is open'),
      },
    });
    assertFailed(await started(), 'AGENT_REFUSED', /^the session "a b&c" is running: end it first$/);
    assertFailed(await ended(), 'AGENT_REFUSED', /^no session "a b&c" is open$/);
  });

  it('lists each open session once for a run, with its earliest start', async () => {
    const sessions = [{ name: 'a', start: AT[0] }];
    const later = [
      { name: 'a', start: AT[1] },
      { name: 'b', start: AT[1] },
    ];
    await startAgent(root, { pid: 1, start: 1, run: 'run-1', status: { sessions } });
    await startAgent(root, { pid: 2, start: 2, run: 'run-1', status: { sessions: later } });
    await startAgent(root, { pid: 3, start: 3, run: 'run-2', status: { sessions } });
    assert.deepEqual((await call(listSessionsCommand, root)).printed.split('\n'), [
      `a: since ${AT[0]}, in 2 processes of run-1`,
      `b: since ${AT[1]}, in 1 process of run-1`,
      `a: since ${AT[0]}, in 1 process of run-2`,
    ]);
    const { printed } = await call(listSessionsCommand, root, { json: true, pid: 2 });
    assert.deepEqual(JSON.parse(printed), [
      { run: 'run-1', name: 'a', start: AT[1], processes: 1 },
      { run: 'run-1', name: 'b', start: AT[1], processes: 1 },
    ]);
  });

  it('prints that no session is open', async () => {
    await startAgent(root);
    assert.equal((await call(listSessionsCommand, root)).printed, 'No session is open.');
    assert.equal((await call(listSessionsCommand, root, { json: true })).printed, '[]');
  });

  it('fails when no process is measured', async () => {
    for (const called of [await started(), await ended(), await call(listSessionsCommand, root)]) {
      assertFailed(called, 'AGENT_NOT_FOUND', /^No measured process is running in /);
    }
  });
});
