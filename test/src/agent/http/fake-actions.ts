/** Actions with profiles of three files that record their calls, and an HTTP app that uses them. */
import { resolve } from 'node:path';
import type { Hono } from 'hono';
import type { AgentActions } from '../../../../src/agent/actions/agent-actions.js';
import type { HttpEnv } from '../../../../src/agent/http/context.js';
import { createHttpApp, type HttpAppOptions } from '../../../../src/agent/http/routes.js';
import type { ProcessStatus } from '../../../../src/agent/peers/process-status.js';
import { countersNameOf, encodeCounters } from '../../../../src/profile/format/counters-file.js';
import { encodeMeta, hashOf, metaNameOf } from '../../../../src/profile/format/meta-file.js';
import type { Dump } from '../../../../src/profile/model/dump.js';
import { countersOf, metaOf, profileOf } from '../../../support/profiles.js';

export const ROOT = resolve('/app');

export const A = metaOf({ path: 'src/a.ts' });
export const B = metaOf({ path: 'src/b.ts' });
export const HELPER = metaOf({ path: 'test/helper.ts' });
export const METAS = [A, B, HELPER];

/** Profile in which the first statement of each file ran, and the second did not. */
export const PROFILE = profileOf([
  countersOf(A, [3, 0, 3]),
  countersOf(B, [2, 0, 2]),
  countersOf(HELPER, [1, 0, 1]),
]);

export const FILES: ReadonlyMap<string, Uint8Array> = new Map([
  ...METAS.map(encodeMeta).map((bytes) => [metaNameOf(hashOf(bytes)), bytes] as const),
  [countersNameOf(PROFILE), encodeCounters(PROFILE)] as const,
]);

export const DUMP: Dump = {
  pid: 42,
  path: resolve('/app/data/covcounters.run-1.42.2025-01-02T03-04-05-678Z'),
  epoch: 1,
  start: '2025-01-02T03:04:05.678Z',
  counts: { files: 3, counters: 9, hit: 6, total: 60 },
};

export function statusOf(changes: Partial<ProcessStatus> = {}): ProcessStatus {
  return {
    run: 'run-1',
    label: null,
    pid: 42,
    ppid: 1,
    argv: ['node'],
    cwd: '/app',
    package: null,
    version: '0.1.0',
    node: 'v20.19.0',
    commit: null,
    start: DUMP.start,
    uptime: 5,
    threads: 1,
    directory: '/app/data',
    counts: DUMP.counts,
    lastFlush: null,
    epoch: { number: 1, start: DUMP.start },
    sessions: [],
    http: null,
    warnings: [],
    ...changes,
  };
}

export interface RecordingApp {
  readonly app: Hono<HttpEnv>;
  /** Names and parameters of the actions that were called, in order. */
  readonly calls: readonly (readonly unknown[])[];
  /** Failures that were reported. */
  readonly failures: readonly unknown[];
}

/** Returns an app, by default the one of the private socket. */
export function newApp(
  changes: Partial<AgentActions> = {},
  options: Partial<HttpAppOptions> = {},
): RecordingApp {
  const calls: (readonly unknown[])[] = [];
  const failures: unknown[] = [];
  const actions: AgentActions = {
    profile: async (_, have) =>
      new Map([...FILES].filter(([name]) => ![...have].some((hash) => name === metaNameOf(hash)))),
    collect: async () => FILES,
    collected: async () => [DUMP],
    collectSession: async () => FILES,
    dump: async () => [DUMP],
    reset: async () => [DUMP],
    startSession: async (_, name) => [{ name, start: DUMP.start }],
    endSession: async () => [DUMP],
    stop: async () => [42, 43],
    status: async (scope) => (scope === 'self' ? [statusOf()] : [statusOf(), statusOf({ pid: 43 })]),
    async *watch() {},
    ...changes,
  };
  const noted = Object.entries(actions).map(([name, act]: [string, (...args: unknown[]) => unknown]) => {
    const note = (...args: unknown[]) => {
      calls.push([name, ...args]);
      return act(...args);
    };
    return [name, note] as const;
  });
  const app = createHttpApp(Object.fromEntries(noted) as unknown as AgentActions, {
    root: ROOT,
    token: null,
    isPrivate: true,
    onFailure: (error) => failures.push(error),
    ...options,
  });
  return { app, calls, failures };
}
