/**
 * `npm run test:node-versions [-- VERSION… [-- MOCHA_ARGUMENT…]]`: runs the tests on other versions of Node. The binaries
 * are npm packages.
 */
import type { SpawnSyncOptions } from 'node:child_process';
import { delimiter, dirname, join } from 'node:path';
import spawn from 'cross-spawn';
import { installNode } from './install-node.js';

const VERSIONS = ['22', '24', '26'];

const separator = process.argv.indexOf('--', 2);
const versionArgs = process.argv.slice(2, separator === -1 ? undefined : separator);
const mochaArgs = separator === -1 ? [] : process.argv.slice(separator + 1);

const failedVersions = (versionArgs.length > 0 ? versionArgs : VERSIONS).filter(
  (version) => !passesTests(version),
);
if (failedVersions.length > 0) {
  console.error(`The tests fail on Node ${failedVersions.join(', ')}.`);
  process.exitCode = 1;
}

function passesTests(version: string): boolean {
  const node = installNode(version);
  console.log(`\n${run(node, ['--version'], { stdio: 'pipe' }).stdout}`);
  const mocha = join(import.meta.dirname, '../node_modules/mocha/bin/mocha.js');
  const tests =
    mochaArgs.length > 0
      ? mochaArgs
      : ['--ignore', 'test/runners/**', 'test/**/*.test.ts', 'test-manual/**/*.ts'];
  return run(node, [mocha, ...tests], { env: environmentFor(node) }).status === 0;
}

/** Returns an environment in which the tests, too, start this `node`. */
function environmentFor(node: string): NodeJS.ProcessEnv {
  return { ...process.env, PATH: `${dirname(node)}${delimiter}${process.env.PATH}` };
}

function run(command: string, args: readonly string[], options: SpawnSyncOptions = {}) {
  return spawn.sync(command, [...args], { stdio: 'inherit', encoding: 'utf8', ...options });
}
