/** Calls programs in containers and the commands of this repository. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { readProfile } from '../../../src/api/operations.js';
import { functionsOf, REPOSITORY } from '../project.js';
import { execute } from './podman.js';

/** Token of the agents in containers. */
export const TOKEN = 'token-of-the-container-tests';

/** Longest time that a program takes to start on a busy machine. */
const START_MS = 60_000;

/** Resolves once a URL answers with 200. A container has no event for that. @throws Error after a minute */
export async function onceServing(
  url: string,
  headers: Readonly<Record<string, string>> = {},
): Promise<void> {
  const end = Date.now() + START_MS;
  for (;;) {
    const failure = await fetch(url, { headers }).then(
      ({ status }) => (status === 200 ? undefined : status),
      String,
    );
    if (failure === undefined) return;
    if (Date.now() > end) throw new Error(`${url} does not answer: ${failure}`);
    await delay(50);
  }
}

/** Sends a request several times. Rejects if there is no response. */
export async function callTimes(url: string, times: number): Promise<void> {
  for (let index = 0; index < times; index++) {
    const response = await fetch(url);
    await response.arrayBuffer();
  }
}

/** Sends a request to an agent, with the token. @throws Error if it is refused */
export async function askAgent(url: string, init: RequestInit = {}): Promise<Buffer> {
  const headers = { authorization: `Bearer ${TOKEN}`, ...init.headers };
  const response = await fetch(url, { ...init, headers });
  const body = Buffer.from(await response.arrayBuffer());
  if (!response.ok) throw new Error(`${url}: ${response.status} ${body}`);
  return body;
}

/** Writes the token to a file, for `--token-file`. Returns its path. */
export function writeTokenFile(directory: string): string {
  const path = join(directory, 'token');
  writeFileSync(path, TOKEN, { mode: 0o600 });
  return path;
}

/** Runs the repository's `covermain` and returns its stdout. @throws Error with its stderr if it fails */
export function covermain(
  cwd: string,
  args: readonly string[],
  environment: Readonly<Record<string, string>> = {},
): Promise<string> {
  const env = { ...process.env, ...environment };
  return execute(process.execPath, [join(REPOSITORY, 'bin/covermain.js'), ...args], { cwd, env });
}

/** Returns the sum of each named function's counts in a profile. */
export async function functionCountsIn(path: string): Promise<Readonly<Record<string, number>>> {
  const { coverage } = await readProfile(path);
  const sums: Record<string, number> = {};
  for (const file of Object.values(coverage))
    for (const [name, count] of Object.entries(functionsOf(file))) sums[name] = (sums[name] ?? 0) + count;
  return sums;
}
