/** The tools for Node: covermain, nyc, c8, monocart and istanbul-middleware. */
import { execFile } from 'node:child_process';
import { copyFileSync, mkdirSync, readdirSync } from 'node:fs';
import { basename, join } from 'node:path';
import { setImmediate } from 'node:timers/promises';
import { promisify } from 'node:util';
import type { CoverageMapData } from 'istanbul-lib-coverage';
import type { DumpDocument } from '../../../src/commands/documents.js';
import { type Program, start } from '../../support/program.js';
import type { Project } from '../../support/project.js';
import { countsInDirectory, countsInMap } from './istanbul-counts.js';
import { NOTHING, type Peer, type Recorded } from './peer.js';

const execute = promisify(execFile);

/** Starts a tool of the project's `node_modules/.bin`. */
function startTool(project: Project, tool: string, args: readonly string[]): Program {
  return start(project, project.path(`node_modules/.bin/${tool}`), args, {});
}

async function call(project: Project, tool: string, args: readonly string[]): Promise<string> {
  const { stdout } = await execute(project.path(`node_modules/.bin/${tool}`), args, { cwd: project.root });
  return stdout;
}

const PROFILE = 'data';

export const covermain: Peer = {
  start: (project, file) => startTool(project, 'covermain', ['run', '--dir', PROFILE, '--', 'node', file]),
  readWritten: (project) => readProfile(project),
  readLive: readEpoch,
  async reset(project) {
    await call(project, 'covermain', ['reset', '--wait']);
  },
  async written(project) {
    const hasFlushed = () =>
      readdirSync(project.path(PROFILE)).some((name) => name.startsWith('covcounters.'));
    // Before the first flush there is nothing to report.
    while (!hasFlushed() || ((await readProfile(project)).calls.hit ?? 0) === 0) await setImmediate();
  },
};

/** Returns the counts since the last reset: each epoch is a file of its own. */
async function readEpoch(project: Project): Promise<Recorded> {
  const [dumped] = JSON.parse(await call(project, 'covermain', ['dump', '--wait', '--json'])) as DumpDocument;
  const names = readdirSync(project.path(PROFILE)).filter((name) => name.startsWith('covmeta.'));
  mkdirSync(project.path('epoch'), { recursive: true });
  for (const name of [...names, basename(dumped?.path ?? '')]) {
    copyFileSync(project.path(join(PROFILE, name)), project.path(join('epoch', name)));
  }
  return readProfile(project, 'epoch');
}

async function readProfile(project: Project, directory = PROFILE): Promise<Recorded> {
  const args = ['report', directory, '--reporter', 'json', '--report-dir', 'report'];
  await call(project, 'covermain', args);
  return countsInDirectory(project.path('report'));
}

export const nyc: Peer = {
  start: (project, file) => startTool(project, 'nyc', ['--silent', 'node', file]),
  readWritten: async (project) => countsInDirectory(project.path('.nyc_output')),
  readLive: async (project) => countsInDirectory(project.path('.nyc_output')),
};

const C8_REPORT = ['--reporter=json', '--all=false'];

export const c8: Peer = {
  start: (project, file) => startTool(project, 'c8', [...C8_REPORT, 'node', file]),
  readWritten: readC8,
  readLive: readC8,
};

async function readC8(project: Project): Promise<Recorded> {
  await call(project, 'c8', ['report', ...C8_REPORT]);
  return countsInDirectory(project.path('coverage'));
}

const MONOCART_OUTPUT = 'coverage-monocart';

export const monocart: Peer = {
  start: (project, file) =>
    startTool(project, 'mcr', ['--reports', 'json', '--outputDir', MONOCART_OUTPUT, 'node', file]),
  readWritten: async (project) => countsInDirectory(project.path(MONOCART_OUTPUT)),
  readLive: async (project) => countsInDirectory(project.path(MONOCART_OUTPUT)),
};

/** Source that its users add to their app: it hooks `require`, and serves the counts. */
export const MIDDLEWARE = `
var middleware = require('istanbul-middleware');
middleware.hookLoader(__dirname);
var app = require('express')();
app.use('/coverage', middleware.createHandler());
var server = app.listen(0, '127.0.0.1', function () {
  console.log('coverage on ' + server.address().port);
  import('./' + process.argv[2]);
});
`;

export const istanbulMiddleware: Peer = {
  start: (project, file) => start(project, process.execPath, ['middleware.js', file], {}),
  isServer: true,
  readWritten: (_project, program) => readFromMiddleware(program),
  readLive: (_project, program) => readFromMiddleware(program),
  async reset(_project, program) {
    await askMiddleware(program, 'reset', 'POST');
  },
};

/** Returns nothing if the program does not answer, because it is blocked or has ended. */
async function readFromMiddleware(program: Program): Promise<Recorded> {
  try {
    return countsInMap((await askMiddleware(program, 'object')) as CoverageMapData);
  } catch (error) {
    const { name, cause } = error as { readonly name?: string; readonly cause?: NodeJS.ErrnoException };
    if (name === 'TimeoutError' || cause?.code === 'ECONNREFUSED') return NOTHING;
    throw error;
  }
}

/** Milliseconds after which a request to a program is taken for unanswered. */
const ANSWER_LIMIT = 5000;

async function askMiddleware(program: Program, path: string, method = 'GET'): Promise<unknown> {
  const [, port] = await program.printed(/coverage on (\d+)/);
  const url = `http://127.0.0.1:${port}/coverage/${path}`;
  const response = await fetch(url, { method, signal: AbortSignal.timeout(ANSWER_LIMIT) });
  return response.json();
}
