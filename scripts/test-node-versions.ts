/**
 * `npm run test:node-versions [-- VERSION… [-- mocha's arguments]]`: the whole suite on other versions of Node, whose
 * binaries come as npm packages.
 */
import type { SpawnSyncOptions } from 'node:child_process';
import { existsSync } from 'node:fs';
import { homedir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import spawn from 'cross-spawn';

const VERSIONS = ['22', '24', '26'];

const separator = process.argv.indexOf('--', 2);
const given = process.argv.slice(2, separator === -1 ? undefined : separator);
const mochaArgs = separator === -1 ? [] : process.argv.slice(separator + 1);

const failed = (given.length > 0 ? given : VERSIONS).filter((version) => !passes(version));
if (failed.length > 0) {
  console.error(`the tests fail on Node ${failed.join(', ')}`);
  process.exitCode = 1;
}

function passes(version: string): boolean {
  const node = install(version);
  console.log(`\n${run(node, ['--version'], { stdio: 'pipe' }).stdout}`);
  const mocha = join(import.meta.dirname, '../node_modules/mocha/bin/mocha.js');
  const tests = mochaArgs.length > 0 ? mochaArgs : ['test/**/*.test.ts', 'test-manual/**/*.ts'];
  return run(node, [mocha, ...tests], { env: withFirst(node) }).status === 0;
}

/** @returns absolute path of the binary */
function install(version: string): string {
  const folder = join(homedir(), '.cache', 'covermain', 'node', version);
  const name = `node-${process.platform}-${process.arch}`;
  const node = join(folder, 'node_modules', name, 'bin', 'node');
  if (existsSync(node)) return node;
  const installed = run('npm', ['install', '--no-save', '--prefix', folder, `${name}@${version}`]);
  if (installed.status !== 0) throw new Error(`expected npm to install ${name}@${version}`);
  return node;
}

/** Tests start `node`, too. */
function withFirst(node: string): NodeJS.ProcessEnv {
  return { ...process.env, PATH: `${dirname(node)}${delimiter}${process.env.PATH}` };
}

function run(command: string, args: readonly string[], options: SpawnSyncOptions = {}) {
  return spawn.sync(command, [...args], { stdio: 'inherit', encoding: 'utf8', ...options });
}
