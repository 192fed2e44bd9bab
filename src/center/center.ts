/** The center: receives profiles from programs on other machines, and stores them in one profile directory. */
import { createServer } from '../agent/http/serve.js';
import { requirePrivateProfiles } from '../profile/store/require-private.js';
import { makeDirectory } from '../profile/store/write-profile.js';
import type { HttpSettings } from '../settings/http.js';
import { type ActivityCounts, createCenterActivity } from './center-activity.js';
import { createCenterApp } from './center-app.js';
import { closeServer, listenOn } from './listen.js';
import { createMerger, type TextMerger } from './services/merge-in-thread.js';
import { openServiceRegistry } from './services/service-registry.js';
import { summarizeDirectory } from './store/directory-summary.js';
import { openPushStore } from './store/push-store.js';
import { startUpkeep } from './upkeep.js';
import { createUploadBudget } from './upload-budget.js';

export interface CenterOptions {
  readonly http: HttpSettings;
  /** Absolute path of the profile directory. It is created if it does not exist. */
  readonly directory: string;
  /** Maximum size of one upload in bytes. */
  readonly maxSize: number;
  /** Milliseconds after which profiles are removed; `null` to keep them. */
  readonly keep: number | null;
  /** Absolute path that the paths of files in profiles are relative to. */
  readonly root: string;
  /** Maximum number of milliseconds that a registered service has to answer. @default 10000 */
  readonly serviceTimeout?: number;
  /** Merges profiles. @default in a thread */
  readonly merge?: TextMerger;
  /** Logs a line for the user. */
  readonly logLine: (line: string) => void;
  /** Receives a line per request. @default none */
  readonly onRequest?: (line: string) => void;
  /** Receives failures of the center itself. */
  readonly onFailure: (error: unknown) => void;
}

export interface Center {
  readonly url: string;
  readonly counts: () => ActivityCounts;
  /** Finishes the requests in flight, and ends. */
  readonly close: () => Promise<void>;
}

/** Minimum number of bytes that all uploads may take in memory together. */
const MINIMUM_BUDGET = 2 ** 28;

/** Agents push about as often as they flush, so their connections stay open between two pushes. */
const CENTER_LIMITS = { request: 60_000, keepAlive: 75_000, connections: 8192 };

/**
 * Opens a center.
 *
 * @throws CovermainError `DIRECTORY_NOT_WRITABLE`, `DIRECTORY_NOT_PRIVATE`, `PORT_NOT_BOUND`
 */
export async function openCenter(options: CenterOptions): Promise<Center> {
  const { http, directory, maxSize, onFailure, serviceTimeout = 10_000, merge = createMerger() } = options;
  makeDirectory(directory);
  requirePrivateProfiles(directory);
  const store = openPushStore(directory);
  const activity = createCenterActivity();
  const registry = openServiceRegistry(directory);
  const start = new Date().toISOString();
  const app = createCenterApp({
    ...options,
    token: http.token,
    serviceTimeout,
    merge,
    registry,
    store,
    activity,
    budget: createUploadBudget(Math.max(MINIMUM_BUDGET, 4 * maxSize)),
    status: async () => ({
      start,
      directory: await summarizeDirectory(directory),
      services: registry.list().length,
      ...activity.counts(),
    }),
  });
  const server = createServer(app, CENTER_LIMITS);
  const url = await listenOn(server, http);
  server.on('error', onFailure);
  const upkeep = startUpkeep(store, options);
  return {
    url,
    counts: activity.counts,
    async close() {
      upkeep.stop();
      await closeServer(server);
      store.removeSpares(0);
    },
  };
}
