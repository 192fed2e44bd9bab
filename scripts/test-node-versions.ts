/**
 * `npm run test:node-versions [-- VERSION… [-- MOCHA_ARGUMENT…]]`: runs the tests on other versions of Node. The binaries
 * are npm packages.
 */
import type { SpawnSyncOptions } from 'node:child_process';
import { existsSync } from 'node:fs';
import { homedir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import spawn from 'cross-spawn';

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
  const node = install(version);
  console.log(`\n${run(node, ['--version'], { stdio: 'pipe' }).stdout}`);
  const mocha = join(import.meta.dirname, '../node_modules/mocha/bin/mocha.js');
  const tests = mochaArgs.length > 0 ? mochaArgs : ['test/**/*.test.ts', 'test-manual/**/*.ts'];
  return run(node, [mocha, ...tests], { env: environmentFor(node) }).status === 0;
}

/** Installs a version of Node. @returns absolute path of the binary */
function install(version: string): string {
  const directory = join(homedir(), '.cache', 'covermain', 'node', version);
  const name = `node-${process.platform}-${process.arch}`;
  const node = join(directory, 'node_modules', name, 'bin', 'node');
  if (existsSync(node)) return node;
  const installed = run('npm', ['install', '--no-save', '--prefix', directory, `${name}@${version}`]);
  if (installed.status !== 0) throw new Error(`npm cannot install ${name}@${version}. See its output above.`);
  return node;
}

/** Returns an environment in which the tests, too, start this `node`. */
function environmentFor(node: string): NodeJS.ProcessEnv {
  return { ...process.env, PATH: `${dirname(node)}${delimiter}${process.env.PATH}` };
}

function run(command: string, args: readonly string[], options: SpawnSyncOptions = {}) {
  return spawn.sync(command, [...args], { stdio: 'inherit', encoding: 'utf8', ...options });
}
