/** Programs that have an agent from their first line on. */
import assert from 'node:assert/strict';
import { listSockets } from '../../src/agent/peers/socket-path.js';
import type { Files, Project } from './project.js';

/** What tables of programs are run beside. */
export interface Beside {
  /** Settings of the run. */
  readonly env: Readonly<Record<string, string>>;
  /** Files of the project that are not measured. */
  readonly files: Files;
  /** What CommonJS begins with. */
  readonly first: string;
  /** What an ES module begins with. */
  readonly firstOfModule: string;
}

/** An agent comes only to programs that live for long, so there is none in most. */
export const USUAL: Beside = { env: {}, files: {}, first: '', firstOfModule: '' };

/**
 * Has `hold`, which blocks a measured process until its agent listens, and `turn`, which lets its event loop turn
 * until then. Both work whatever the program does to globals in the meantime. SOCKETS is where sockets are, if that is
 * not in the project.
 */
const AWAIT_AGENT = `
const { existsSync, readdirSync } = require('node:fs');
const { setImmediate } = require('node:timers');
const { wait } = Atomics;
const clock = new Int32Array(new SharedArrayBuffer(4));
const folder = process.env.SOCKETS ?? __dirname + '/.covermain';
const isMeasured = 'COVERMAIN_RUN' in process.env;
const isUp = () =>
  existsSync(folder) && readdirSync(folder).some((name) => name.includes('-' + process.pid + '-'));
exports.hold = () => { while (isMeasured && !isUp()) wait(clock, 0, 0, 1); };
exports.turn = (then) => setImmediate(() => (isMeasured && !isUp() ? exports.turn(then) : then()));
`;

const FILE = 'await-agent.cjs';

/** The programs of tables are run in the project's folder, wherever they are in it. */
const PATH = `process.cwd() + '/${FILE}'`;

/** An agent that flushes often and has a port; the program goes on once it listens. */
export const AGENT: Beside = {
  env: { COVERAGE_HTTP_PORT: '0', COVER_FLUSH: '20ms' },
  files: { [FILE]: AWAIT_AGENT },
  first: `require(${PATH}).hold();`,
  firstOfModule: `import { createRequire as from } from 'node:module'; from(import.meta.url)(${PATH}).hold();`,
};

/** An agent that comes a moment later; the program has a function `turn` that calls another once it listens. */
export const LATE_AGENT: Beside = {
  ...AGENT,
  env: { COVER_FLUSH: '20ms' },
  first: `const { turn } = require(${PATH});`,
  firstOfModule: `import { createRequire as from } from 'node:module'; const { turn } = from(import.meta.url)(${PATH});`,
};

/** That no process that has ended in order has left its socket. */
export function assertNoSockets({ root }: Project): void {
  assert.deepEqual(listSockets(root), []);
}
