/** A project whose tests start programs, and what its runs write. */
import assert from 'node:assert/strict';
import { existsSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { decodeSessionName } from '../../src/profile/store/session-directories.js';
import { profileIn } from './measured-programs.js';
import { type Program, start } from './program.js';
import { type Files, makeProject, type Project, REPOSITORY } from './project.js';

/**
 * Calls the functions that its arguments name, and prints their results. It can also wait until a signal ends it, read its
 * input, start itself again, and exit with a code.
 */
const CLI = `import { spawnSync } from 'node:child_process';
function a() { return 'a'; }
function b() { return 'b'; }
function c() { return 'c'; }
function fail() { process.exitCode = 3; return 'failed'; }
function kill() { setTimeout(() => process.kill(process.pid, 'SIGKILL'), 2000); return 'dying'; }
function stay() { setInterval(() => {}, 1000); return 'staying'; }
function resist() { process.on('SIGTERM', () => {}); return 'resisting'; }
function again() {
  return spawnSync(process.execPath, [process.argv[1], 'c'], { encoding: 'utf8' }).stdout.trim();
}
const acts = { a, b, c, fail, kill, stay, resist, again };
for (const name of process.argv.slice(2)) console.log(acts[name]());
`;

/** Serves its functions over HTTP. */
const SERVICE = `import { createServer } from 'node:http';
function hello() { return 'hello'; }
function bye() { return 'bye'; }
const routes = { hello, bye };
const server = createServer((request, response) => response.end(routes[request.url.slice(1)]()));
server.listen(0, '127.0.0.1', () => console.log('listening on ' + server.address().port));
`;

const MANIFEST = {
  type: 'module',
  scripts: { cli: 'node src/cli.js', deep: 'node deep.js' },
};

/** How a test runner runs a test file. */
export interface TestRunner {
  readonly name: string;
  /** Start of each test file: it defines `test`. */
  readonly header: string;
  /** Arguments of Node before the paths of test files. */
  readonly args: readonly string[];
}

const MOCHA = join(REPOSITORY, 'node_modules/mocha/bin/mocha.js');

export const NODE_TEST: TestRunner = {
  name: 'node:test',
  header: "import { test } from 'node:test';",
  args: ['--test', '--test-reporter=spec'],
};

export const MOCHA_TEST: TestRunner = {
  name: 'mocha',
  header: 'const { it: test } = globalThis;',
  args: [MOCHA, '--no-config', '--reporter=spec', '--timeout=60000'],
};

/** Imports of every test file. */
const IMPORTS = `import assert from 'node:assert/strict';
import * as child_process from 'node:child_process';
import {
  coverageEnvironment, executeWithCoverage, forceWrite, getNewProfiles, profileDirectory, runWithIntegrationCoverage,
  snapshotProfiles,
} from 'covermain/integration';
const cli = (...args) => executeWithCoverage('node', ['src/cli.js', ...args]);
`;

export interface IntegrationProject extends Project {
  /**
   * Writes a test file and runs it.
   *
   * @param tests code that calls `test`; several texts are several files
   * @param env `INTEGRATION_COVERAGE` is 1 unless it is given
   */
  readonly run: (runner: TestRunner, tests: string | readonly string[], options?: RunTestsOptions) => Program;
  /** Returns the only directory in `coverage-data`, relative to the project. */
  readonly directory: () => string;
  /** Returns the names of the sessions with their counts of the named functions that are not 0. */
  readonly sessions: () => Readonly<Record<string, Counts>>;
  /** Returns the counts of the run. */
  readonly sum: () => Counts;
}

export interface RunTestsOptions {
  readonly env?: Readonly<Record<string, string>>;
  /** Arguments of the runner. */
  readonly more?: readonly string[];
  /** Command line before that of Node. */
  readonly around?: readonly string[];
}

/** Calls by the name of the function. */
export type Counts = Readonly<Record<string, number>>;

export function makeIntegrationProject(files: Files = {}): IntegrationProject {
  const project = makeProject({
    'package.json': JSON.stringify(MANIFEST),
    'src/cli.js': CLI,
    'src/service.js': SERVICE,
    'deep.js': "console.log('pid ' + process.pid); setInterval(() => {}, 1000);",
    ...files,
  });
  const directory = () => {
    const names = readdirSync(project.path('coverage-data'));
    assert.equal(names.length, 1, names.join(', '));
    return `coverage-data/${names[0]}`;
  };
  return {
    ...project,
    run(runner, tests, { env = {}, more = [], around = [] } = {}) {
      const paths = [tests].flat().map((test, index) => {
        const path = `test-${index}.test.js`;
        writeFileSync(project.path(path), `${runner.header}\n${IMPORTS}${test}`);
        return path;
      });
      const [command = '', ...args] = [...around, process.execPath, ...runner.args, ...more, ...paths];
      return start(project, command, args, { env: { INTEGRATION_COVERAGE: '1', ...env } });
    },
    directory,
    sessions() {
      const parent = `${directory()}/sessions`;
      const names = existsSync(project.path(parent)) ? readdirSync(project.path(parent)) : [];
      return Object.fromEntries(
        names.map((name) => [decodeSessionName(name) ?? name, countsIn(project, `${parent}/${name}`)]),
      );
    },
    sum: () => countsIn(project, directory()),
  };
}

/** Returns the counts of the programs, without functions that were not called. */
export function countsIn(project: Project, directory: string): Counts {
  const profile = profileIn(project, directory);
  const files = Object.keys(profile.coverage()).filter((file) => file.startsWith('src/'));
  const counts = files.flatMap((file) => Object.entries(profile.functions(file)));
  return Object.fromEntries(counts.filter(([name, count]) => count > 0 && !name.startsWith('(')));
}
