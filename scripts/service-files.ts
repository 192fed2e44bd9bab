/** Reads and writes the file that describes the running background service. */
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { isRunning } from '../src/platform/is-running.js';

export const ROOT = resolve(import.meta.dirname, '..');

const PID_FILE = join(ROOT, '.covermain', 'http-service.json');

export interface RunningService {
  readonly pid: number;
  /** Absolute path of the profile directory. */
  readonly directory: string;
  /** Absolute path of the file with its output. */
  readonly log: string;
}

/** Returns the running service, or `undefined`. Deletes the file of a service that has died. */
export function findService(): RunningService | undefined {
  const service = readService();
  if (!service || isRunning(service.pid)) return service;
  forgetService();
  return undefined;
}

export function rememberService(service: RunningService): void {
  mkdirSync(join(PID_FILE, '..'), { recursive: true });
  writeFileSync(PID_FILE, JSON.stringify(service));
}

export function forgetService(): void {
  rmSync(PID_FILE, { force: true });
}

function readService(): RunningService | undefined {
  try {
    return JSON.parse(readFileSync(PID_FILE, 'utf8')) as RunningService;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}
