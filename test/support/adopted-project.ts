/** Sets up projects with `covermain init`, and measures requests to their apps as their developers do. */
import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { ask } from './apps.js';
import { type Program, start } from './program.js';
import { type Project, reported } from './project.js';

/** Comment of the line that each request executes once. */
export const REQUEST_COMMENT = '// each request';

/** Number of requests that each window gets. */
const REQUESTS = 2;

export interface Window {
  /** Command that opens the window, such as `npm run cover:manual`. */
  readonly command: readonly [string, ...string[]];
  /** Absolute path in which the developer calls the command. @default the root of the project */
  readonly cwd?: string;
  /** Absolute path of the package that has the app. @default the root of the project */
  readonly package?: string;
  /** Path of the file with the counted line, relative to the package. */
  readonly answers: string;
  /** More variables. */
  readonly env?: Readonly<Record<string, string>>;
}

/** Runs a command to its end. @returns what it prints on stdout */
export function runCommand(
  cwd: string,
  [command, ...args]: readonly [string, ...string[]],
  more: Readonly<Record<string, string>> = {},
): string {
  const env = { ...process.env, ...more };
  return execFileSync(command, args, { cwd, env, encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'] });
}

/** Opens a window without a time limit, sends requests, and presses Ctrl+C. @returns milliseconds until the app listened */
export async function measureUntilCtrlC(project: Project, window: Window): Promise<number> {
  const begin = performance.now();
  const program = openWindow(project, window);
  const [, port] = await program.printed(LISTENING);
  const duration = performance.now() - begin;
  await program.printed(/the app is ready/);
  await sendRequests(port);
  program.signalGroup('SIGINT');
  await program.exitCode;
  assert.match(program.output(), /the window ends: Ctrl\+C/);
  assertCounted(project, window, program);
  return duration;
}

/** Opens a window that ends by itself, and sends requests. @param timeout milliseconds */
export async function measureUntilTimeout(project: Project, window: Window, timeout: number): Promise<void> {
  const program = openWindow(project, window, { COVER_TIMEOUT: String(Math.ceil(timeout)) });
  const [, port] = await program.printed(LISTENING);
  await sendRequests(port);
  assert.equal(await program.exitCode, 0, program.output());
  assert.match(program.output(), /the window ends: timeout of/);
  assertCounted(project, window, program);
}

const LISTENING = /listening on (\d+)/;

function openWindow(project: Project, window: Window, more = {}): Program {
  const { command, cwd = project.root } = window;
  const env = { MANUAL_INTEGRATION: '1', PORT: '0', ...window.env, ...more };
  return start(project, command[0], command.slice(1), { cwd, env });
}

async function sendRequests(port: string | undefined): Promise<void> {
  for (let sent = 0; sent < REQUESTS; sent++) assert.match(await ask(port, '/hello'), /hello/i);
}

/** Checks that the table and the JSON report of a window have the requests. */
function assertCounted(project: Project, window: Window, program: Program): void {
  const { answers, package: root = project.root } = window;
  const name = answers.split('/').pop() ?? '';
  assert.ok(program.output().includes(` ${name} `), `${name} is not in the table:\n${program.output()}`);
  const path = (file: string) => join(root, file);
  const { statementMap, s } = reported({ ...project, path }, answers);
  const lines = readFileSync(path(answers), 'utf8').split('\n');
  const line = 1 + lines.findIndex((text) => text.includes(REQUEST_COMMENT));
  const statements = Object.keys(statementMap).filter((id) => statementMap[id]?.start.line === line);
  assert.deepEqual(
    statements.map((id) => s[id]),
    [REQUESTS],
    program.output(),
  );
}

/** Adds the JSON report, which `assertCounted` reads, to those that a `.nycrc` in JSON names. */
export function addJsonReport(nycrc: string): void {
  const config = JSON.parse(readFileSync(nycrc, 'utf8')) as { readonly reporter?: readonly string[] };
  writeFileSync(nycrc, JSON.stringify({ ...config, reporter: [...(config.reporter ?? ['text']), 'json'] }));
}

/** Returns the text of each file of a project, except for installed packages, by relative path. */
export function readAllFiles(root: string): ReadonlyMap<string, string> {
  const files = readdirSync(root, { recursive: true, withFileTypes: true })
    .filter((file) => file.isFile())
    .map((file) => join(file.parentPath, file.name))
    .filter((file) => !relative(root, file).split('/').includes('node_modules'));
  return new Map(files.map((file) => [relative(root, file), readFileSync(file, 'utf8')]));
}
