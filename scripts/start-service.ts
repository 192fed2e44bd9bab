/** `npm run service:start`: starts the example service in the background and measures it. */
import { mkdirSync, openSync, readFileSync } from 'node:fs';
import { join, relative, resolve } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import spawn from 'cross-spawn';
import { isRunning } from '../src/platform/is-running.js';
import { directoryOf } from '../src/settings/directory.js';
import { findService, ROOT, rememberService } from './service-files.js';

const running = findService();
if (running) {
  console.error(`The service is already running (pid ${running.pid}). Stop it first: npm run service:stop`);
  process.exit(1);
}

const directory = resolve(ROOT, directoryOf(process.env, new Date()));
mkdirSync(directory, { recursive: true });
const log = join(directory, 'service.log');
const output = openSync(log, 'w');
const args = ['--import', 'tsx', join(ROOT, 'scripts/cover-manual.ts'), 'test-manual/http-service.ts'];
const service = spawn(process.execPath, args, {
  cwd: ROOT,
  env: { ...process.env, MANUAL_INTEGRATION: '1', COVER_DIR: directory },
  stdio: ['ignore', output, output],
  detached: true,
});
const { pid } = service;
if (pid === undefined) throw new Error(`The service did not start: see ${log}`);
rememberService({ pid, directory, log });
service.unref();

while (!readFileSync(log, 'utf8').includes('the app is ready')) {
  if (!isRunning(pid) || service.exitCode !== null) {
    console.error(readFileSync(log, 'utf8'));
    process.exit(1);
  }
  await delay(50);
}

const endpoints = readFileSync(log, 'utf8').match(/^(listening on| {2}curl) .*$/gm) ?? [];
console.log(`The service is running (pid ${pid}).`);
for (const endpoint of endpoints) console.log(endpoint);
console.log(`Profile: ${relative(ROOT, directory)}`);
console.log('To stop it and print its coverage: npm run service:stop');
