/** Set-ups in which a program has an agent from its first line on. */
import assert from 'node:assert/strict';
import { listSockets } from '../../src/agent/peers/socket-path.js';
import type { Files, Project } from './project.js';

/** Set-up of the programs in a table. */
export interface Beside {
  /** Settings of the run. */
  readonly env: Readonly<Record<string, string>>;
  /** Additional files of the project, which are not measured. */
  readonly files: Files;
  /** First statement of CommonJS programs. */
  readonly first: string;
  /** First statement of ES modules. */
  readonly firstOfModule: string;
}

/** The default set-up. Only programs that run long enough get an agent, so most have none. */
export const USUAL: Beside = { env: {}, files: {}, first: '', firstOfModule: '' };

/**
 * Module with two functions that wait until the agent of a measured process listens: `hold` blocks the thread, and `turn`
 * keeps the event loop running. Both work even if the program changes globals. The variable SOCKETS is the directory of
 * sockets if it is not in the project.
 */
const AWAIT_AGENT = `
const { existsSync, readdirSync } = require('node:fs');
const { setImmediate } = require('node:timers');
const { wait } = Atomics;
const clock = new Int32Array(new SharedArrayBuffer(4));
const directory = process.env.SOCKETS ?? __dirname + '/.covermain';
const isMeasured = 'COVERMAIN_RUN' in process.env;
const isUp = () =>
  existsSync(directory) && readdirSync(directory).some((name) => name.includes('-' + process.pid + '-'));
exports.hold = () => { while (isMeasured && !isUp()) wait(clock, 0, 0, 1); };
exports.turn = (then) => setImmediate(() => (isMeasured && !isUp() ? exports.turn(then) : then()));
`;

const FILE = 'await-agent.cjs';

/** The programs of tables run in the project's root, whichever directory their file is in. */
const PATH = `process.cwd() + '/${FILE}'`;

/** The agent flushes often and has a port. The program continues after the agent listens. */
export const AGENT: Beside = {
  env: { COVERAGE_HTTP_PORT: '0', COVER_FLUSH: '20ms' },
  files: { [FILE]: AWAIT_AGENT },
  first: `require(${PATH}).hold();`,
  firstOfModule: `import { createRequire as from } from 'node:module'; from(import.meta.url)(${PATH}).hold();`,
};

/** The agent starts later. The program has a function `turn` that calls another function after the agent listens. */
export const LATE_AGENT: Beside = {
  ...AGENT,
  env: { COVER_FLUSH: '20ms' },
  first: `const { turn } = require(${PATH});`,
  firstOfModule: `import { createRequire as from } from 'node:module'; const { turn } = from(import.meta.url)(${PATH});`,
};

/** Fails if a socket is left in the project. Only killed processes may leave one. */
export function assertNoSockets({ root }: Project): void {
  assert.deepEqual(listSockets(root), []);
}
